import type { ConfigTarget } from '../../../shared/config-target.ts';
import type { CommandOutput } from '../../../shared/contract.ts';
import type { ConfigFiles } from '../host-files.ts';

/** What a place came to that may be looked into. */
export type TestedTarget = Exclude<CommandOutput<'config-target.test'>, { kind: 'not-granted' }>;

const PORT_MAX = 65_535;

/**
 * What stands at the place of a target now, by planning a move from `port` that is never made;
 * without a port, whatever number there is.
 */
export async function testTarget(
  files: Pick<ConfigFiles, 'planEdits'>,
  target: ConfigTarget,
  port: number = PORT_MAX,
): Promise<TestedTarget> {
  const other = port === PORT_MAX ? PORT_MAX - 1 : port + 1;
  const planned = await files.planEdits([target], port, other);
  if (planned.kind === 'edits') return { kind: 'fits', line: planned.edits[0]?.line ?? 1 };
  const { reason, found } = planned;
  return found === undefined ? { kind: 'refused', reason } : { kind: 'differs', found };
}
