import { startChild } from '../child.ts';
import { measureKills, type KillSeries } from '../kill/measure-kills.ts';
import type { Workload } from '../workloads.ts';
import type { LoadRequest } from './load.ts';

/* Kills servers between the processes of a workload, in whatever network it is in. */

export interface KillRequest {
  readonly workload: Workload;
  readonly rounds: number;
}

async function measure({ workload, rounds }: KillRequest): Promise<readonly KillSeries[]> {
  const load = startChild('load');
  await load.ask({ kind: 'make', workload } satisfies LoadRequest);
  const series = await measureKills(rounds);
  await load.ask({ kind: 'end' } satisfies LoadRequest);
  await load.stop();
  return series;
}

process.on('message', (request: KillRequest) => {
  measure(request).then(
    (value) => process.send?.({ kind: 'measured', value }),
    (error: unknown) => process.send?.({ kind: 'failed', reason: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
