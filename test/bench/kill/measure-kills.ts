import { createOurs, shell, type Killer } from './killers.ts';
import { startVictim } from './victims.ts';

/** What one kill took, in milliseconds. */
export interface KillSample {
  /** From the click to the moment at which the process hears of it. */
  readonly toSignalMs: number;
  /** From then until it is told that the port is free. */
  readonly toFreedMs: number;
}

export interface KillSeries {
  readonly killer: string;
  readonly samples: readonly KillSample[];
  /** From the click on a tree of 50 until all of it is told to be over. */
  readonly treeMs: readonly number[];
}

const WARM_UP_ROUNDS = 2;
const BELOW = 49;

/** Lets all kill in turn, a new victim each time. */
export async function measureKills(rounds: number): Promise<readonly KillSeries[]> {
  const killers = [await createOurs(), shell];
  const series = killers.map(() => ({ samples: [] as KillSample[], treeMs: [] as number[] }));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (let turn = 0; turn < killers.length; turn += 1) {
      const index = (turn + round + WARM_UP_ROUNDS) % killers.length;
      const [killer, into] = [killers[index], series[index]];
      if (killer === undefined || into === undefined) continue;
      const sample = await killOne(killer);
      const treeMs = await killTree(killer);
      if (round < 0) continue;
      into.samples.push(sample);
      into.treeMs.push(treeMs);
    }
  }
  await Promise.all(killers.map((killer) => killer.stop()));
  return killers.map(({ name }, index) => ({
    killer: name,
    samples: series[index]?.samples ?? [],
    treeMs: series[index]?.treeMs ?? [],
  }));
}

async function killOne(killer: Killer): Promise<KillSample> {
  const victim = await startVictim();
  const click = await killer.aim(victim);
  const clickedAtNs = process.hrtime.bigint();
  await click();
  const toldAtNs = process.hrtime.bigint();
  const askedAtNs = await victim.askedAtNs;
  await victim.ended;
  return {
    toSignalMs: Number(askedAtNs - clickedAtNs) / 1e6,
    toFreedMs: Number(toldAtNs - askedAtNs) / 1e6,
  };
}

async function killTree(killer: Killer): Promise<number> {
  const victim = await startVictim(BELOW);
  const click = await killer.aimAtTree(victim);
  const clickedMs = performance.now();
  await click();
  const tookMs = performance.now() - clickedMs;
  await victim.ended;
  return tookMs;
}
