import { startChild } from '../child.ts';
import type { LoadRequest } from './load.ts';
import { takeRounds } from '../rounds.ts';
import type { Series } from '../samples.ts';
import type { ContestantKind } from '../contestants.ts';
import type { Workload } from '../workloads.ts';

/*
 * Makes one workload and measures under it, in whatever network namespace it was started in.
 */

export interface WorkloadRequest {
  readonly workload: Workload;
  readonly rounds: number;
  readonly programs: readonly ContestantKind[];
  /** The executable of the Electron that ours run in. */
  readonly electron: string;
}

async function measure(request: WorkloadRequest): Promise<readonly Series[]> {
  const load = startChild('load');
  const { workload } = request;
  await load.ask({ kind: 'make', workload } satisfies LoadRequest);
  const series = await takeRounds({ load, ...request });
  await load.ask({ kind: 'end' } satisfies LoadRequest);
  await load.stop();
  return series;
}

process.on('message', (request: WorkloadRequest) => {
  measure(request).then(
    (value) => process.send?.({ kind: 'measured', value }),
    (error: unknown) => process.send?.({ kind: 'failed', reason: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
