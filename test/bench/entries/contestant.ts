import { CONTESTANTS, type ContestantKind } from '../contestants.ts';

/*
 * One contestant in a process of its own: takes a round whenever it is told to, and answers with
 * the sample. Ends with the process that started it.
 */

const round = CONTESTANTS[process.argv[2] as ContestantKind]();

process.on('message', () => {
  round().then(
    (sample) => process.send?.({ kind: 'sample', sample }),
    (error: unknown) => process.send?.({ kind: 'failed', reason: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
