import { makeLoad, type RunningLoad } from '../load.ts';
import type { Newcomer } from '../newcomer.ts';
import type { Workload } from '../workloads.ts';

/*
 * Makes the processes and sockets that are measured, and ends them when it is told to or when the
 * channel closes, however that came about.
 */

export type LoadRequest =
  | { readonly kind: 'make'; readonly workload: Workload }
  | { readonly kind: 'open'; readonly newcomer: Newcomer }
  | { readonly kind: 'close' }
  | { readonly kind: 'end' };

let load: RunningLoad | undefined;

async function answer(request: LoadRequest): Promise<void> {
  switch (request.kind) {
    case 'make':
      load = await makeLoad(request.workload);
      return;
    case 'open':
      return load?.open(request.newcomer);
    case 'close':
      return load?.close();
    case 'end':
      return load?.end();
  }
}

process.on('message', (request: LoadRequest) => {
  answer(request).then(
    () => process.send?.({ kind: 'done' }),
    (error: unknown) => process.send?.({ kind: 'failed', reason: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
