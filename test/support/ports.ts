/*
 * The ports that tests hold by number. Test files run side by side, so each has a block of its own,
 * above the ports that Linux lends to outgoing connections: one of those could come in the way.
 * Left out are tests in a network of their own, and those of the windows, which run alone after
 * all others.
 */

/** The first and the last port of each file, which is named without `.test.ts`. */
export const PORT_BLOCKS = {
  'cli/cases-errors': [61_000, 61_009],
  'cli/cases-node': [61_010, 61_059],
  'cli/check': [61_690, 61_699],
  'cli/command': [61_060, 61_069],
  // Completes a port from all its digits but the last, so it has all ten of them.
  'cli/completion': [61_070, 61_079],
  'cli/free': [61_080, 61_089],
  'cli/kill': [61_090, 61_149],
  'cli/kill-besides': [61_150, 61_169],
  'cli/kill-comebacks': [61_170, 61_189],
  'cli/kill-situations': [61_190, 61_239],
  'cli/lease': [61_240, 61_249],
  'cli/mcp': [61_250, 61_279],
  'cli/reassign': [61_300, 61_599],
  'cli/run': [61_600, 61_619],
  'cli/shared-port': [61_680, 61_689],
  'cli/watch': [61_620, 61_629],
  'cli/why': [61_630, 61_679],
  'core/verdicts/overlap': [61_700, 61_709],
  'integration/containers': [61_710, 61_749],
  'integration/free-ports': [61_800, 61_999],
  'integration/holds': [62_000, 62_049],
  'integration/interrupted-moves': [62_050, 62_059],
  'integration/kill-faults': [62_100, 62_199],
  'integration/left-ports': [62_840, 62_859],
  'integration/linux-scanner': [62_200, 62_249],
  'integration/moves': [62_300, 62_799],
  'integration/rule-kills': [62_800, 62_809],
  'integration/settings-taken-over': [62_810, 62_839],
} as const satisfies Readonly<Record<string, readonly [first: number, last: number]>>;

type TestFile = keyof typeof PORT_BLOCKS;

const taken = new Map<TestFile, number>();

/** The first of so many neighbours from the file's block that none of its tests had before. */
export function takePorts(file: TestFile, count = 1): number {
  const [first, last] = PORT_BLOCKS[file];
  const port = taken.get(file) ?? first;
  if (port + count - 1 > last) throw new Error(`${file} needs a larger block of ports`);
  taken.set(file, port + count);
  return port;
}
