import { startChild, type BenchChild } from './child.ts';
import type { ContestantKind } from './contestants.ts';
import type { LoadRequest } from './entries/load.ts';
import type { Newcomer } from './newcomer.ts';
import type { Sample, Series } from './samples.ts';

/** A line of the table: how it takes one round. */
interface Contestant {
  readonly name: string;
  round(): Promise<Sample>;
  stop(): Promise<void>;
}

interface RoundsOptions {
  readonly load: BenchChild;
  readonly rounds: number;
  /** Programs that are installed here. */
  readonly programs: readonly ContestantKind[];
  /** The executable of the Electron that ours run in; the others run as their users have them. */
  readonly electron: string;
}

/** Not counted: caches fill, code is compiled. */
const WARM_UP_ROUNDS = 2;

/** Lets all contestants take their rounds in turn: A B C, B C A, … */
export async function takeRounds(options: RoundsOptions): Promise<readonly Series[]> {
  const { load, programs, electron } = options;
  const contestants = [
    ...ours.map((kind) => lasting(kind, electron)),
    firstScan(electron),
    ...newcomers(load, electron),
    ...[...programs, ...libraries].map((kind) => lasting(kind)),
  ];
  const samples = contestants.map((): Sample[] => []);
  for (let round = -WARM_UP_ROUNDS; round < options.rounds; round += 1) {
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const index = (turn + round + WARM_UP_ROUNDS) % contestants.length;
      const sample = await contestants[index]?.round();
      if (sample !== undefined && round >= 0) samples[index]?.push(sample);
    }
  }
  await Promise.all(contestants.map((contestant) => contestant.stop()));
  return contestants.map(({ name }, index) => ({
    contestant: name,
    samples: samples[index] ?? [],
  }));
}

const ours: readonly ContestantKind[] = ['steady', 'polled', 'fallback'];
const libraries: readonly ContestantKind[] = ['pid-port', 'systeminformation'];

const takeSample = async (child: BenchChild): Promise<Sample> =>
  ((await child.ask({ kind: 'round' })) as { readonly sample: Sample }).sample;

/** One process that takes all rounds. */
function lasting(kind: ContestantKind, electron?: string): Contestant {
  const child = startChild('contestant', [kind], { electron });
  return { name: kind, round: () => takeSample(child), stop: () => child.stop() };
}

/** A new process for each round. */
function firstScan(electron: string): Contestant {
  return {
    name: 'first scan',
    async round() {
      const child = startChild('contestant', ['first'], { electron });
      const sample = await takeSample(child);
      await child.stop();
      return sample;
    },
    stop: () => Promise.resolve(),
  };
}

function newcomers(load: BenchChild, electron: string): readonly Contestant[] {
  const child = startChild('contestant', ['next'], { electron });
  const meet = (newcomer: Newcomer): Contestant => ({
    name: `newcomer, ${newcomer.replace('-', ' ')}`,
    async round() {
      // Twice: a scan that took long ago what it knows may be slower for that.
      await takeSample(child);
      const before = await takeSample(child);
      await load.ask({ kind: 'open', newcomer } satisfies LoadRequest);
      const sample = await takeSample(child);
      await load.ask({ kind: 'close' } satisfies LoadRequest);
      if (sample.found !== before.found + 1) throw new Error('the newcomer was not found');
      return sample;
    },
    stop: () => child.stop(),
  });
  return [meet('new-process'), meet('old-process')];
}
