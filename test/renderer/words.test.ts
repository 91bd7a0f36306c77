import { describe, expect, it } from 'vitest';
import { toBaseName, toFullPath } from '../../renderer/words/folder.ts';
import { toFolderWords } from '../../renderer/words/folder-words.ts';
import { sayHolder, sayOwner } from '../../renderer/words/listener-words.ts';
import { toProgram } from '../../renderer/words/program.ts';
import { toPlainText, toSayingParts } from '../../renderer/words/saying.ts';
import { toSummary } from '../../renderer/words/summary.ts';
import { formatQuantity } from '../../renderer/words/units.ts';
import { formatInstant, toAge } from '../../renderer/words/time.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import {
  buildListener,
  buildOwner,
  buildSnapshot,
  buildView,
  buildWatchedPort,
  HOME,
} from './builders.ts';

const en = toTranslate('en');
const now = Date.parse('2026-03-03T12:00:00.000Z');

describe('an age', () => {
  it.each([
    ['2026-03-03T11:59:30.000Z', 'now'],
    ['2026-03-03T11:55:00.000Z', '5 min'],
    ['2026-03-03T09:14:00.000Z', '2 h'],
    ['2026-02-28T12:00:00.000Z', '3 d'],
    ['2026-03-03T12:00:09.000Z', 'now'],
  ])('of %s reads %s', (from, text) => {
    expect(toPlainText(en, toAge(from, now))).toBe(text);
  });
});

describe('the folder of a process', () => {
  const words = { t: en, homeFolder: HOME };
  const { cwd: _, project: __, ...placeless } = buildOwner();

  it.each([
    [{ project: `${HOME}/shop` }, '~/shop'],
    [{ cwd: '/srv/web' }, '/srv/web'],
    [{ deletedCwd: `${HOME}/shop` }, '~/shop (deleted)'],
    [{ cwd: '/' }, undefined],
  ])('that works in %o reads %s', (place, text) => {
    expect(toFolderWords({ ...placeless, ...place }, words)).toBe(text);
  });
});

describe('a quantity', () => {
  it.each([
    [1.5, 'second', 'en', '1.5 seconds'],
    [90, 'day', 'en', '90 days'],
    [16, 'megabyte', 'en', '16 MB'],
    [3.24, 'millisecond', 'en', '3.2 ms'],
    [1.5, 'second', 'zh-CN', '1.5 秒'],
    [90, 'day', 'zh-CN', '90 天'],
  ] as const)('of %s %s in %s reads %s', (value, unit, locale, text) => {
    expect(formatQuantity(value, unit, locale)).toBe(text);
  });
});

describe('an instant', () => {
  const format = { locale: 'en', timeZone: 'UTC', hour12: false } as const;

  it.each([
    ['2026-03-03T09:14:00.000Z', '09:14'],
    ['2026-03-02T09:14:00.000Z', 'Mar 2, 09:14'],
    ['2025-12-31T23:59:00.000Z', 'Dec 31, 2025, 23:59'],
    ['not a date', ''],
  ])('of %s reads %s', (iso, text) => {
    expect(formatInstant(iso, now, format)).toBe(text);
  });

  it('has no leading zero where the system counts to twelve', () => {
    const text = formatInstant('2026-03-03T09:14:00.000Z', now, { ...format, hour12: true });
    expect(text).toMatch(/^9:14\sAM$/);
  });

  it('speaks the language of the window', () => {
    const text = formatInstant('2026-03-02T09:14:00.000Z', now, { ...format, locale: 'zh-CN' });
    expect(text).toBe('3月2日 09:14');
  });
});

describe('a program', () => {
  it.each([
    ['node', 'node /home/ada/shop/node_modules/.bin/vite --port 3000', 'vite'],
    ['node', 'node /x/node_modules/next/dist/bin/next dev', 'next dev'],
    ['node', 'node -r dotenv/config /x/node_modules/@angular/cli/bin/ng.js serve', 'ng serve'],
    ['node', 'node --inspect server.js', 'server.js'],
    ['node', 'node', undefined],
    ['node', 'node -e setInterval(()=>{},1)', undefined],
    ['python3', 'python3 -m http.server 8000', 'Python http.server'],
    ['python3.12', '/usr/bin/python3.12 -u manage.py runserver', 'Django runserver'],
    ['java', 'java -Xmx2g -jar /opt/jenkins.war --httpPort=8080', 'Jenkins'],
    ['postgres', 'postgres -D main', 'PostgreSQL'],
  ])('%s run as %j is %s', (name, command, tool) => {
    expect(toProgram(buildOwner({ name, command })).tool).toBe(tool);
  });

  it('is named by its file where the thread name says nothing', () => {
    expect(toProgram(buildOwner({ name: 'MainThread' })).name).toBe('node');
  });
});

describe('a holder', () => {
  it('is the process, what it runs and where', () => {
    expect(toPlainText(en, sayHolder([buildListener()], HOME))).toBe('node (vite in ~/shop)');
  });

  it('that is hidden is named by its user', () => {
    const hidden = buildListener({ owners: [], user: 'root' });
    expect(toPlainText(en, sayHolder([hidden], HOME))).toBe('hidden process of root');
    const container = { engine: 'docker', id: 'a'.repeat(12), name: 'db', image: 'pg:16' } as const;
    expect(toPlainText(en, sayHolder([{ ...hidden, container }], HOME))).toBe(
      'container db (pg:16)',
    );
  });

  it('of several processes counts the others', () => {
    const listener = buildListener({
      owners: [1, 2].map((pid) => buildOwner({ pid, name: 'nginx', command: 'nginx: worker' })),
    });
    expect(toPlainText(en, sayHolder([listener], HOME))).toBe('nginx in ~/shop and 1 more');
  });
});

describe('a sentence', () => {
  it('has no space behind a full-width bracket, and one behind a name', () => {
    const zh = toTranslate('zh-CN');
    const say = (command: string) =>
      toPlainText(zh, {
        key: 'form.now-held',
        values: { holder: sayOwner(buildOwner({ command }), HOME) },
      });
    expect(say('node --inspect')).toBe('目前被 ~/shop 中的 node 占用。');
    expect(say('node /x/node_modules/.bin/vite')).toBe('目前被 ~/shop 中的 node（vite）占用。');
  });

  it('keeps foreign text in its gap, whatever it contains', () => {
    const name = '{port} <b>#</b> \uE000x\uE000';
    const parts = toSayingParts(en, { key: 'kill.button', values: { name } });
    expect(parts).toEqual([
      { kind: 'text', at: 0, text: 'Kill ' },
      { kind: 'value', at: 1, name: 'name', value: name },
    ]);
  });

  it('counts with real numbers', () => {
    expect(toPlainText(en, { key: 'summary.listeners', values: { count: 5000 } })).toBe(
      '5,000 listeners',
    );
  });
});

describe('a path', () => {
  it('may be written with ~', () => {
    expect(['~', '~/shop', '~ada', ' /srv '].map((path) => toFullPath(path, HOME))).toEqual([
      HOME,
      `${HOME}/shop`,
      '~ada',
      '/srv',
    ]);
  });

  it('ends in a name on every system', () => {
    expect(['/usr/bin/node', 'C:\\x\\node.exe', '/'].map(toBaseName)).toEqual([
      'node',
      'node.exe',
      '/',
    ]);
  });
});

describe('the title', () => {
  const listener = buildListener();
  const conflict = buildView(buildWatchedPort(), {
    kind: 'conflict',
    conflict: 'squatted',
    listenerKeys: [listener.key],
  });
  const titleOf = (part: Parameters<typeof buildSnapshot>[0]) =>
    toPlainText(en, toSummary(buildSnapshot(part)).title);

  it.each<[string, Parameters<typeof buildSnapshot>[0]]>([
    ['1 conflict', { watched: [conflict] }],
    ['All ports as expected', { watched: [{ ...conflict, mutedUntil: '2026-03-03T13:00:00Z' }] }],
    ['All ports as expected', { watched: [buildView(buildWatchedPort(), { kind: 'free' })] }],
    ['No ports watched yet', {}],
    ['Watching is paused', { watching: { kind: 'paused' }, watched: [conflict] }],
    ['Reading the ports', { watching: { kind: 'starting' } }],
    [
      'Not watching: the scan failed',
      { watching: { kind: 'not-watching', reason: 'timed-out', since: '2026-03-03T11:00:00Z' } },
    ],
    [
      '1 port cannot be judged',
      {
        watched: [
          buildView(buildWatchedPort(), {
            kind: 'undetermined',
            reason: 'owner-hidden',
            listenerKeys: [],
          }),
        ],
      },
    ],
  ])('answers %j', (title, part) => {
    expect(titleOf(part)).toBe(title);
  });
});
