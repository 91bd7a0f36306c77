import { describe, expect, test } from 'vitest';
import { createState, toSnapshot, type AppState } from '../../../electron/core/state.ts';
import { toTrayModel } from '../../../electron/core/tray/tray-model.ts';
import type { TrayItem } from '../../../electron/core/tray/tray-menu.ts';
import { toTranslate } from '../../../shared/messages/translate.ts';
import type { ReadyReassignPlan } from '../../../shared/reassign.ts';
import type { Verdict } from '../../../shared/verdict.ts';
import { aListener, anOwner, aProbe, aWatchedPort, someSettings } from '../../support/builders.ts';

const surroundings = {
  nowMs: 0,
  system: 'linux',
  homeFolder: '/home/ann',
  systemLanguage: 'en',
} as const;
const conflict: Verdict = {
  kind: 'conflict',
  conflict: 'squatted',
  listenerKeys: [aListener().key],
};
const plan: ReadyReassignPlan = {
  kind: 'ready',
  watchedPortId: 'web',
  from: 3000,
  to: 3001,
  passedOver: [],
  edits: [
    {
      target: { kind: 'dotenv', file: '/home/ann/shop/.env', key: 'PORT' },
      realPath: '/home/ann/shop/.env',
      line: 2,
      before: 'PORT=3000',
      after: 'PORT=3001',
      hashBefore: '',
      hashAfter: '',
    },
  ],
};

function aState(verdict: Verdict, changes: Partial<AppState> = {}): AppState {
  return {
    ...createState(someSettings(), []),
    reading: { listeners: [aListener()], missing: [] },
    judged: new Map([
      [
        'web',
        {
          watchedPort: aWatchedPort(),
          verdict,
          isSuspected: false,
          isInConflict: verdict.kind === 'conflict',
          wasHeld: false,
          cause: undefined,
          lastAlert: undefined,
        },
      ],
    ]),
    ...changes,
  };
}

const modelOf = (state: AppState, locale: 'en' | 'zh-CN' = 'en') =>
  toTrayModel(toSnapshot(state, surroundings), toTranslate(locale));

/** The menu as a person reads it, submenus indented. */
function readMenu(items: readonly TrayItem[], indent = ''): readonly string[] {
  return items.flatMap((item) => {
    switch (item.kind) {
      case 'separator':
        return [`${indent}---`];
      case 'text':
        return [`${indent}(${item.label})`];
      case 'action':
        return [`${indent}${item.label}`];
      case 'submenu':
        return [`${indent}${item.label} >`, ...readMenu(item.items, `${indent}  `)];
    }
  });
}

describe('the tray', () => {
  test('puts each conflict first, with everything that can be done about it', () => {
    const model = modelOf(aState(conflict, { reassignPlans: new Map([['web', plan]]) }));
    expect(model.icon).toEqual({ kind: 'conflict', count: 1 });
    expect(model.tooltip).toBe('1 conflict, 1 listener');
    expect(readMenu(model.menu)).toEqual([
      '(1 conflict)',
      '---',
      '3000, web: held by node server.js in ~/blog, expected a process in ~/shop >',
      '  Kill node (pid 4001)',
      '  Move web to 3001',
      '  (~/shop/.env, line 2: PORT=3000 → PORT=3001)',
      '  Accept node as an owner',
      '  Ignore for an hour',
      '  Ignore until tomorrow morning',
      '  Ignore until I say otherwise',
      '  Show',
      '---',
      'Open Portreeve',
      'History',
      'Settings …',
      'Pause watching',
      '---',
      'Quit',
    ]);
  });

  test('says it in Chinese too', () => {
    const [, , item] = readMenu(modelOf(aState(conflict), 'zh-CN').menu);
    expect(item).toBe('3000，web：被 ~/blog 中的 node server.js 占用，应为 ~/shop 中的进程 >');
  });

  test('is calm when every port is as expected', () => {
    const model = modelOf(aState({ kind: 'expected', listenerKeys: [aListener().key] }));
    expect(model.icon).toEqual({ kind: 'calm' });
    expect(model.tooltip).toBe('Portreeve: All ports as expected, 1 listener');
    expect(readMenu(model.menu)).toContain('3000, web: as expected');
  });

  test('says that a service is down, which is no conflict', () => {
    const watchedPort = aWatchedPort({ probe: aProbe() });
    const down = {
      state: 'down',
      since: '2026-01-05T09:14:00.000Z',
      failure: { kind: 'wrong-status', status: 503 },
    } as const;
    const expected: Verdict = { kind: 'expected', listenerKeys: [aListener().key] };
    const model = modelOf(
      aState(expected, {
        settings: someSettings({ watchedPorts: [watchedPort] }),
        health: new Map([['web', { watchedPort, health: down }]]),
      }),
    );
    expect(model.icon).toEqual({ kind: 'calm' });
    expect(model.tooltip).toContain('1 service is down');
    expect(readMenu(model.menu)).toContain('3000, web: down: it answers with status 503');
  });

  test('lets go of what it holds', () => {
    const model = modelOf(aState({ kind: 'held', listenerKeys: [aListener().key] }));
    const item = model.menu.find(({ kind }) => kind === 'submenu');
    expect(item).toEqual({
      kind: 'submenu',
      label: '3000, web: held by Portreeve',
      items: [
        { kind: 'action', label: 'Let go', action: { kind: 'let-go', watchedPortId: 'web' } },
        { kind: 'action', label: 'Show', action: { kind: 'show', watchedPortId: 'web' } },
      ],
    });
  });

  test('keeps an ignored conflict out of the count and offers to stop ignoring', () => {
    const settings = someSettings({
      mutes: [{ watchedPortId: 'web', until: '1970-01-01T01:00:00.000Z' }],
    });
    const model = modelOf(aState(conflict, { settings }));
    expect(model.icon).toEqual({ kind: 'calm' });
    expect(readMenu(model.menu).some((line) => line.includes('Stop ignoring'))).toBe(true);
  });

  test('shows that it is not watching, and never that all is well, when the scan failed', () => {
    const model = modelOf(
      aState(
        { kind: 'undetermined', reason: 'scan-failed', listenerKeys: [] },
        { failure: { reason: 'unreadable', sinceMs: 0 } },
      ),
    );
    expect(model.icon).toEqual({ kind: 'not-watching' });
    expect(model.tooltip).toBe('Not watching: the scan failed');
  });

  test('shows that it is paused and offers to go on', () => {
    const model = modelOf(aState({ kind: 'free' }, { settings: someSettings({ isPaused: true }) }));
    expect(model.icon).toEqual({ kind: 'paused' });
    expect(readMenu(model.menu)).toContain('Resume watching');
  });

  test('shows every line that a move would change', () => {
    const [edit] = plan.edits;
    if (edit === undefined) throw new Error('the plan changes nothing');
    const compose = { ...edit, line: 7, before: 'a: 3000', after: 'a: 3001' };
    const menu = readMenu(
      modelOf(
        aState(conflict, {
          reassignPlans: new Map([['web', { ...plan, edits: [edit, compose] }]]),
        }),
      ).menu,
    );
    expect(menu.join('\n')).toContain('~/shop/.env, line 2: PORT=3000 → PORT=3001');
    expect(menu.join('\n')).toContain('~/shop/.env, line 7: a: 3000 → a: 3001');
  });

  test('offers to take the last move back', () => {
    const model = modelOf(
      aState(
        { kind: 'free' },
        {
          undoable: {
            entryId: 'e1',
            watchedPortId: 'web',
            name: 'web',
            from: 3000,
            to: 3001,
            files: ['/home/ann/shop/.env'],
          },
        },
      ),
    );
    expect(readMenu(model.menu)).toContain('Undo: move web back to 3000');
  });

  test('shows a hostile process name as harmless text', () => {
    const name = '\u001b[31m\n\u202e<img src=x>';
    const listener = aListener({
      owners: [anOwner({ name, command: name, executable: '/opt/x', project: '/', cwd: '/' })],
    });
    const state = aState(conflict, { reading: { listeners: [listener], missing: [] } });
    const [, , item] = readMenu(modelOf(state).menu);
    expect(item).toBe(
      '3000, web: held by \ufffd[31m\ufffd\ufffd<img src=x>, expected a process in ~/shop >',
    );
  });
});
