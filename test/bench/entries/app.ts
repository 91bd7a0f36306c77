import { compareApps, type CompareOptions } from '../app/compare-apps.ts';
import { startChild } from '../child.ts';
import { REFERENCE } from '../workloads.ts';
import type { LoadRequest } from './load.ts';

/* Compares the app with a bare tray under the reference workload, in whatever network it is in. */

async function measure(options: CompareOptions): Promise<unknown> {
  const load = startChild('load');
  await load.ask({ kind: 'make', workload: REFERENCE } satisfies LoadRequest);
  const comparison = await compareApps(options);
  await load.ask({ kind: 'end' } satisfies LoadRequest);
  await load.stop();
  return comparison;
}

process.on('message', (options: CompareOptions) => {
  measure(options).then(
    (value) => process.send?.({ kind: 'measured', value }),
    (error: unknown) => process.send?.({ kind: 'failed', reason: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
