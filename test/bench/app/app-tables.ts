import { median } from '../samples.ts';
import { toNumber, toTable } from '../tables.ts';
import type { Verdict } from '../targets.ts';
import type { AppComparison, AppFigures } from './figures.ts';

const LINES: readonly (readonly [string, keyof AppFigures])[] = [
  ['start to tray item, ms', 'registeredMs'],
  ['start to painted window, ms', 'paintedMs'],
  ['CPU in the tray, % of a core', 'cpuPercent'],
  ['PSS in the tray, MB', 'pssMb'],
  ['PSS with windows open, MB', 'openPssMb'],
  ['PSS after they closed, MB', 'closedPssMb'],
];

export function toAppTable({ portreeve, bare }: AppComparison): string {
  const toCell = (values: readonly number[]): string =>
    `${toNumber(median(values))} (${toNumber(Math.min(...values))}-${toNumber(Math.max(...values))})`;
  const rows = LINES.map(([label, figure]) => [
    label,
    toCell(portreeve[figure]),
    toCell(bare[figure]),
    toNumber(median(portreeve[figure]) / median(bare[figure])),
  ]);
  return toTable([['', 'Portreeve', 'bare tray', 'ratio'], ...rows]);
}

export function toAppVerdicts({ portreeve, bare }: AppComparison): readonly Verdict[] {
  const ratio = (ours: keyof AppFigures, theirs: keyof AppFigures = ours): number =>
    median(portreeve[ours]) / median(bare[theirs]);
  return [
    { figure: 'CPU', value: median(portreeve.cpuPercent), atMost: 0.15, unit: '%' },
    { figure: 'PSS / bare', value: ratio('pssMb'), atMost: 1.06, unit: 'ratio' },
    {
      figure: 'PSS, windows closed / bare in the tray',
      value: ratio('closedPssMb', 'pssMb'),
      atMost: 1.15,
      unit: 'ratio',
    },
    { figure: 'start to tray / bare', value: ratio('registeredMs'), atMost: 1.3, unit: 'ratio' },
  ];
}
