import { isIP } from 'node:net';
import { expect } from 'vitest';

/*
 * Whatever a parser took over must be possible: a port that exists, a process id that can be given
 * out, an address. By the names that these facts have everywhere in the program.
 */

const PID_MAX = 2 ** 32 - 1;
/** The wildcard, as lsof and netstat write it. */
const ANY = '*';

const RULES: Readonly<Record<string, (value: unknown) => boolean>> = {
  port: (value) => isWhole(value, 1, 65_535),
  remotePort: (value) => isWhole(value, 0, 65_535),
  pid: (value) => isWhole(value, 0, PID_MAX),
  parentPid: (value) => isWhole(value, 0, PID_MAX),
  uid: (value) => isWhole(value, 0, PID_MAX),
  from: (value) => typeof value !== 'number' || isWhole(value, 0, 65_535),
  inode: (value) => isWhole(value, 0, Number.MAX_SAFE_INTEGER),
  address: isAddress,
  remoteAddress: isAddress,
  family: (value) => value === 4 || value === 6,
  protocol: (value) => value === 'tcp' || value === 'udp',
};

/** Fails where any fact in this value, however deep, is none. */
export function expectSane(value: unknown): void {
  if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
  if (typeof value !== 'object' || value === null) return;
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
  for (const [key, inner] of entries as readonly (readonly [unknown, unknown])[]) {
    const isFact = typeof key === 'string' && inner !== undefined ? RULES[key] : undefined;
    if (isFact !== undefined && !isFact(inner)) {
      expect.fail(`${String(key)} cannot be ${JSON.stringify(inner)}`);
    }
    expectSane(inner);
  }
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && (value === ANY || isIP(value.replace(/%.*$/s, '')) !== 0);
}
