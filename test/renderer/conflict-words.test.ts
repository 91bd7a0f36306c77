import { describe, expect, it } from 'vitest';
import { sayConflict, STRONG_IN_CONFLICTS } from '../../renderer/words/conflict-words.ts';
import { toPlainText, toSayingParts } from '../../renderer/words/saying.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import type { ConflictVerdict } from '../../shared/verdict.ts';
import { buildListener, HOME } from './builders.ts';

const en = toTranslate('en');
const zh = toTranslate('zh-CN');
const words = {
  service: 'shop web',
  expected: 'a process in ~/shop',
  evidence: [buildListener()],
  since: '09:14',
  homeFolder: HOME,
};
const base = { kind: 'conflict', listenerKeys: [] } as const;
const addresses = { serviceAddress: '127.0.0.1:3000', squatterAddress: '[::1]:3000' };

const cases: readonly [ConflictVerdict, string][] = [
  [
    { ...base, conflict: 'squatted' },
    'Held by node (vite in ~/shop) since 09:14. Expected a process in ~/shop.',
  ],
  [
    { ...base, conflict: 'squatted', serviceOn: 3001 },
    'Held by node (vite in ~/shop) since 09:14. Expected a process in ~/shop. Meanwhile shop web listens on port 3001.',
  ],
  [
    { ...base, conflict: 'squatted', isShared: true },
    'node (vite in ~/shop) shares this port with shop web: each connection reaches one or the other.',
  ],
  [
    { ...base, conflict: 'split', localhostReaches: 'squatter', ...addresses },
    'Connections to localhost reach node (vite in ~/shop) on [::1]:3000. shop web has only 127.0.0.1:3000.',
  ],
  [
    { ...base, conflict: 'split', localhostReaches: 'service', ...addresses },
    'Connections to localhost reach shop web on 127.0.0.1:3000, but node (vite in ~/shop) answers on [::1]:3000.',
  ],
  [
    { ...base, conflict: 'shadowed', ...addresses },
    'Connections to [::1]:3000 reach node (vite in ~/shop). shop web has the rest of 127.0.0.1:3000.',
  ],
  [
    { ...base, conflict: 'outgoing', program: 'psql', remote: '10.0.0.7:5432' },
    'psql uses this port for a connection to 10.0.0.7:5432. It is free again when that connection ends.',
  ],
  [
    { ...base, conflict: 'outgoing', program: '', remote: '10.0.0.7:5432' },
    'A process that is hidden from you uses this port for a connection to 10.0.0.7:5432. It is free again when that connection ends.',
  ],
  [
    { ...base, conflict: 'outgoing', program: 'psql', remote: '', halfClosed: { pid: 77 } },
    'psql (pid 77) still has its end of a closed connection open. The port is free again when it closes it or ends.',
  ],
  [
    { ...base, conflict: 'outgoing', program: '', remote: '', halfClosed: {} },
    'A process that is hidden from you still has its end of a closed connection open. The port is free again when it closes it or ends.',
  ],
  [
    { ...base, conflict: 'outgoing', program: '', remote: '10.0.0.7:5432', serviceOn: 3001 },
    'A process that is hidden from you uses this port for a connection to 10.0.0.7:5432. It is free again when that connection ends. Meanwhile shop web listens on port 3001.',
  ],
  [
    { ...base, conflict: 'reserved', unprivilegedFrom: 1024 },
    'Ports below 1024 need administrator rights. Without them shop web cannot have this one.',
  ],
  [
    { ...base, conflict: 'excluded', from: 50_000, to: 50_059 },
    'Windows keeps ports 50000–50059 for parts of itself, such as Hyper-V or WSL, so shop web cannot have this one, and no process holds it. An administrator can have the ranges drawn anew: net stop winnat, then net start winnat.',
  ],
  [
    { ...base, conflict: 'claimed-twice', otherName: 'api' },
    'api is set to the same port for another owner. Only one of them can have it.',
  ],
  [
    { ...base, conflict: 'drifted', serviceOn: 3001 },
    'Nobody holds it. shop web listens on port 3001 instead: node (vite in ~/shop).',
  ],
];

describe('a card says why the service cannot have its port', () => {
  it.each(cases)('%j', (verdict, sentence) => {
    expect(toPlainText(en, sayConflict(verdict, words))).toBe(sentence);
  });

  it.each(cases)('in Chinese without a gap left open: %j', (verdict) => {
    expect(toPlainText(zh, sayConflict(verdict, words))).not.toMatch(/[{}\uE000]/);
  });

  it('with weight on whom it names', () => {
    const saying = sayConflict({ ...base, conflict: 'drifted', serviceOn: 3001 }, words);
    const gaps = toSayingParts(en, saying).flatMap((part) =>
      part.kind === 'value' && STRONG_IN_CONFLICTS.includes(part.name) ? part.value : [],
    );
    expect(gaps).toEqual(['shop web', '3001']);
  });
});
