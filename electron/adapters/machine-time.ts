import { readFileSync } from 'node:fs';
import type { MachineTime } from '../core/host-leases.ts';
import { readErrorCode } from './errno.ts';

const BOOT_ID_FILE = '/proc/sys/kernel/random/boot_id';
const NS_PER_MS = 1_000_000n;

/** The machine's own time, the same for every process of it. */
export function createMachineTime(bootIdFile = BOOT_ID_FILE): () => MachineTime {
  let bootId: string | undefined;
  return () => ({
    // Counted from the start of the machine, unlike `performance.now`.
    ms: Number(process.hrtime.bigint() / NS_PER_MS),
    bootId: (bootId ??= readBootId(bootIdFile)),
  });
}

function readBootId(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return '';
  }
}
