import { expect, test } from 'vitest';
import { finishInterrupted } from '../../electron/command/reassign/interrupted-moves.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import type { Notice } from '../../shared/snapshot.ts';
import { connectAgent } from '../support/agent-in-memory.ts';
import { aWatchedPort } from '../support/builders.ts';

/*
 * A move of which history takes nothing keeps its journal, from which it is recorded later.
 */

const FILE = '/home/ann/shop/.env';
const notSaved: Notice = { kind: 'history-not-saved', id: 'history-not-saved', file: '/h' };
const t = toTranslate('en', 'linux');

async function connectMover(restartCommand?: readonly string[]) {
  const watched = aWatchedPort(restartCommand === undefined ? {} : { restartCommand });
  const { machine, call } = await connectAgent({ watchedPorts: [watched] });
  machine.listeners = [];
  machine.files.set(FILE, 'PORT=3000');

  async function move(): Promise<unknown> {
    const { document } = await call('reassign_plan', { watchedName: 'web' });
    const { token } = document as { token: string };
    return (await call('reassign_apply', { token })).document;
  }

  async function undo(): Promise<unknown> {
    const { document } = await call('undo');
    return (await call('undo', { token: (document as { token: string }).token })).document;
  }

  /** What the next command does first; answers with what it complained of. */
  async function startNext(): Promise<readonly string[]> {
    const complaints: string[] = [];
    const complain = (text: string): void => void complaints.push(text);
    await finishInterrupted({ host: machine.host, complain, ownsSettings: true }, t);
    return complaints;
  }

  const listUnfinished = () => machine.unfinished.map(({ kind }) => kind);
  const listHistory = () => machine.history.map(({ kind }) => kind);
  return { machine, move, undo, startNext, listUnfinished, listHistory };
}

test('a move that history does not take is recorded by the first command that can', async () => {
  const { machine, move, undo, startNext, listUnfinished, listHistory } = await connectMover();
  machine.historyNotice = notSaved;
  expect(await move()).toMatchObject({ isMoved: true });
  expect(listUnfinished()).toEqual(['reassigned']);
  expect((await startNext()).join()).toContain('History could not be written');
  expect(listUnfinished()).toEqual(['reassigned']);

  machine.historyNotice = undefined;
  expect(await startNext()).toHaveLength(1);
  expect([listUnfinished(), listHistory()]).toEqual([[], ['reassigned', 'reassign-restarted']]);
  expect(await startNext()).toEqual([]);
  expect(await undo()).toMatchObject({ outcome: 'undone' });
  expect(machine.files.get(FILE)).toBe('PORT=3000');
});

test('what became of the service is told of by the next command where history does not take it', async () => {
  const mover = await connectMover(['npm', 'start']);
  const { machine } = mover;
  const { append } = machine.host.historyStore;
  machine.host.historyStore.append = (entries) => {
    const isOfService = entries.some(({ kind }) => kind === 'reassign-restarted');
    return isOfService ? Promise.resolve(notSaved) : append(entries);
  };
  expect(await mover.move()).toMatchObject({ isMoved: true });
  expect([mover.listUnfinished(), mover.listHistory()]).toEqual([['reassigned'], ['reassigned']]);
  machine.host.historyStore.append = append;
  expect((await mover.startNext()).join()).toContain('nobody saw whether web runs on port 3001');
  expect(mover.listHistory()).toEqual(['reassigned', 'reassign-restarted']);
});

test('an undo that history does not take is recorded by the first command that can', async () => {
  const { machine, move, undo, startNext, listUnfinished, listHistory } = await connectMover();
  await move();
  machine.historyNotice = notSaved;
  expect(await undo()).toMatchObject({ outcome: 'undone' });
  expect([listUnfinished(), listHistory()]).toEqual([['reassign-undone'], ['reassigned']]);
  machine.historyNotice = undefined;
  expect(await startNext()).toEqual([]);
  expect([listUnfinished(), listHistory()]).toEqual([[], ['reassigned', 'reassign-undone']]);
});

test('a move that was taken back since is not followed once more', async () => {
  const { machine, move, undo, startNext, listUnfinished } = await connectMover();
  await move();
  const [moved] = machine.history;
  await undo();
  if (moved?.kind !== 'reassigned') throw new Error('the move is not recorded');
  machine.unfinished = [moved];
  expect(await startNext()).toEqual([]);
  expect(machine.stored.watchedPorts).toMatchObject([{ port: 3000 }]);
  expect(listUnfinished()).toEqual([]);
});
