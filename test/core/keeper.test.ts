import { expect, test } from 'vitest';
import { createKeeper } from '../../electron/core/keeper.ts';
import { createState, createStateCell } from '../../electron/core/state.ts';
import type { Notice } from '../../shared/snapshot.ts';
import { someSettings } from '../support/builders.ts';
import { createFakeMachine } from '../support/fake-host.ts';

function noticesAfter(...added: readonly Notice[]): readonly Notice[] {
  const { host } = createFakeMachine(someSettings());
  const cell = createStateCell(createState(someSettings(), []), (error) => {
    throw error;
  });
  const keeper = createKeeper(host, cell);
  for (const notice of added) keeper.addNotice(notice);
  return cell.get().notices;
}

const gaveUpOn = (name: string, port: number) => ({
  kind: 'restart-gave-up' as const,
  id: `health-${name}`,
  port,
  name,
});

const unfinished = (id: string): Notice => ({
  kind: 'move-unfinished',
  id,
  name: 'web',
  from: 3000,
  to: 3001,
  files: [],
});

test('the trouble of one service does not hide the same trouble of another', () => {
  const both = [gaveUpOn('web', 3000), gaveUpOn('api', 8080)];
  expect(noticesAfter(...both)).toEqual(both);
  const moves = [unfinished('one'), unfinished('two')];
  expect(noticesAfter(...moves)).toEqual(moves);
});

test('the same trouble again is the same notice', () => {
  const rule = { kind: 'auto-kill-gave-up', port: 3000, name: 'web' } as const;
  const again = { ...rule, id: 'second' };
  expect(noticesAfter({ ...rule, id: 'first' }, again)).toEqual([again]);
  const notSaved = { kind: 'settings-not-saved', id: 'settings-not-saved', file: '/s' } as const;
  expect(noticesAfter(notSaved, notSaved)).toEqual([notSaved]);
});

test('what is said of a service now replaces what was said of it before', () => {
  const impossible: Notice = { ...gaveUpOn('web', 3000), kind: 'restart-impossible' };
  expect(noticesAfter(gaveUpOn('web', 3000), impossible)).toEqual([impossible]);
});
