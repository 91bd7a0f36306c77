import { startChild } from '../child.ts';
import { measurePopover, type PopoverOptions } from '../ui/measure-popover.ts';
import { MANY } from '../workloads.ts';
import type { LoadRequest } from './load.ts';

/* What the popover costs with thousands of listeners, of which some change all the time. */

const CHANGES_PER_SECOND = 50;

async function measure(options: PopoverOptions): Promise<unknown> {
  const load = startChild('load');
  await load.ask({ kind: 'make', workload: MANY } satisfies LoadRequest);
  const churn = startChild('churn');
  const figures = await measurePopover(options, async () => {
    await churn.ask({ perSecond: CHANGES_PER_SECOND });
  });
  await churn.stop();
  await load.ask({ kind: 'end' } satisfies LoadRequest);
  await load.stop();
  return figures;
}

process.on('message', (options: PopoverOptions) => {
  measure(options).then(
    (value) => process.send?.({ kind: 'measured', value }),
    (error: unknown) => process.send?.({ kind: 'failed', reason: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
