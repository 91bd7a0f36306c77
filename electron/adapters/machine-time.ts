import type { MachineTime } from '../core/host-leases.ts';

const NS_PER_MS = 1_000_000n;

/**
 * The machine's own time, the same for every process of it; so all must ask in the same ways what
 * the machine's present start is called. The first that is answered counts, once and for all.
 */
export function createMachineTime(
  waysToBootId: readonly (() => string | undefined)[],
): () => MachineTime {
  let bootId: string | undefined;
  return () => ({
    // Counted from the start of the machine, unlike `performance.now`.
    ms: Number(process.hrtime.bigint() / NS_PER_MS),
    bootId: (bootId ??= askInTurn(waysToBootId)),
  });
}

function askInTurn(ways: readonly (() => string | undefined)[]): string {
  for (const ask of ways) {
    const told = ask();
    if (told !== undefined) return told;
  }
  return '';
}
