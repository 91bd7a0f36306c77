import { measureHistory } from '../measure-history.ts';

/* Measures how a long history is opened. */

process.on('message', ({ isQuick }: { readonly isQuick: boolean }) => {
  measureHistory(isQuick).then(
    (value) => process.send?.({ kind: 'measured', value }),
    (error: unknown) => process.send?.({ kind: 'failed', reason: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
