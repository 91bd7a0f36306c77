import { expect, it } from 'vitest';
import { toPrimaryAct, type PrimaryAct } from '../../renderer/lists/primary-act.ts';
import type { ConflictVerdict } from '../../shared/verdict.ts';
import { buildView, buildWatchedPort } from './builders.ts';
import { webPlan } from './harness/samples.ts';

const base = { kind: 'conflict', listenerKeys: [] } as const;
const squatted = { ...base, conflict: 'squatted' } as const;
const drifted = { ...base, conflict: 'drifted', serviceOn: 3001 } as const;
const twice = { ...base, conflict: 'claimed-twice', otherName: 'api' } as const;
const reserved = { ...base, conflict: 'reserved', unprivilegedFrom: 1024 } as const;
const outgoing = { ...base, conflict: 'outgoing', program: 'psql', remote: '' } as const;
const move = { kind: 'move', to: 3002 } as const;

it.each<[ConflictVerdict, boolean, PrimaryAct | undefined]>([
  [squatted, true, move],
  [squatted, false, undefined],
  [drifted, true, { kind: 'follow', to: 3001 }],
  [drifted, false, { kind: 'follow', to: 3001 }],
  [twice, true, move],
  [twice, false, { kind: 'edit' }],
  [reserved, false, { kind: 'edit' }],
  [outgoing, true, move],
  [outgoing, false, undefined],
])('of %j, movable: %s, it is %j', (verdict, isMovable, act) => {
  const part = isMovable ? { reassignPlan: webPlan } : {};
  expect(toPrimaryAct(buildView(buildWatchedPort(), verdict, part))).toEqual(act);
});

it('is nothing where there is no conflict', () => {
  expect(toPrimaryAct(buildView(buildWatchedPort(), { kind: 'free' }))).toBeUndefined();
});
