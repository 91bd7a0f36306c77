import type { ExcludedPorts, PortLimits } from '../../core/host.ts';
import type { Protocol } from '../../../shared/listener.ts';
import type { PortRange } from '../../../shared/port.ts';
import { decodeOutput } from './decode-output.ts';
import { parseDynamicRange, parseExcludedRanges } from './parse-port-ranges.ts';
import type { RunSystemTool } from './run-system-tool.ts';

const NETSH = 'System32\\netsh.exe';
const DEADLINE_MS = 5_000;
/** What Windows lends out unless an administrator chose another range. */
const USUAL_EPHEMERAL: PortRange = { from: 49_152, to: 65_535 };

/** Windows keeps ranges of its own for either protocol, and tells them by family. */
const TABLES = [
  ['ipv4', 'tcp'],
  ['ipv6', 'tcp'],
  ['ipv4', 'udp'],
  ['ipv6', 'udp'],
] as const;

/** Reads what Windows does with ranges of ports, by netsh; undefined where that does not answer. */
export async function readWindowsPortLimits(run: RunSystemTool): Promise<PortLimits | undefined> {
  const ask = async (
    family: 'ipv4' | 'ipv6',
    what: string,
    protocol: Protocol,
  ): Promise<string | undefined> => {
    const args = ['interface', family, 'show', what, `protocol=${protocol}`];
    const result = await run({ tool: NETSH, args, deadlineMs: DEADLINE_MS });
    return result.kind === 'ended' && result.exitCode === 0
      ? decodeOutput(result.stdout)
      : undefined;
  };
  const [dynamic, ...tables] = await Promise.all([
    ask('ipv4', 'dynamicport', 'tcp'),
    ...TABLES.map(([family, protocol]) => ask(family, 'excludedportrange', protocol)),
  ]);
  if (dynamic === undefined && tables[0] === undefined) return undefined;
  const excluded = tables.flatMap((text, index) => {
    const protocol = TABLES[index]?.[1] ?? 'tcp';
    return parseExcludedRanges(text ?? '').map((range) => ({ ...range, protocol }));
  });
  return {
    ephemeral: parseDynamicRange(dynamic ?? '') ?? USUAL_EPHEMERAL,
    reserved: [],
    // There is no such line in Windows: every account may bind every port that is left.
    unprivilegedFrom: 1,
    excluded: uniteRanges(excluded),
  };
}

/** The same range is told for either family; what is left is sorted. */
function uniteRanges(ranges: readonly ExcludedPorts[]): readonly ExcludedPorts[] {
  const byText = new Map(
    ranges.map(({ protocol, from, to }) => [`${protocol} ${from}-${to}`, { protocol, from, to }]),
  );
  return [...byText.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}
