import { closeSync, readdirSync, readFileSync } from 'node:fs';

const FDINFO = '/proc/self/fdinfo';
const LAST_OF_STDIO = 2;
/** As Linux writes it among a descriptor's flags. */
const O_CLOEXEC = 0o2000000;

/**
 * Closes what whoever started us left open for every program: each process of a workload would
 * have it too, and hold more files than its name says.
 */
export function closeInherited(): void {
  for (const name of readdirSync(FDINFO)) {
    const descriptor = Number(name);
    if (descriptor > LAST_OF_STDIO && isInherited(name)) closeSync(descriptor);
  }
}

/** What Node itself opens is closed in the programs that it starts. */
function isInherited(name: string): boolean {
  try {
    const told = readFileSync(`${FDINFO}/${name}`, 'utf8');
    const [, flags] = /^flags:\s+([0-7]+)$/m.exec(told) ?? [];
    return flags !== undefined && (Number.parseInt(flags, 8) & O_CLOEXEC) === 0;
  } catch {
    // It was the one that listed the folder.
    return false;
  }
}
