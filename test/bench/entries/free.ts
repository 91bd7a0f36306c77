import { measureFree } from '../measure-free.ts';

/* Measures how free ports are found, in whatever network it was started in. */

interface FreeRequest {
  readonly projectFolder: string;
  readonly isQuick: boolean;
}

process.on('message', ({ projectFolder, isQuick }: FreeRequest) => {
  measureFree(projectFolder, isQuick).then(
    (value) => process.send?.({ kind: 'measured', value }),
    (error: unknown) => process.send?.({ kind: 'failed', reason: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
