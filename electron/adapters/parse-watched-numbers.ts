import type { PastConflict, WatchedNumber } from '../core/host.ts';
import type { LeaseBook } from '../core/host-leases.ts';
import type { Lease } from '../../shared/lease.ts';
import { parseJson } from '../../shared/parse-json.ts';

/*
 * { "version": 1, "watchedPorts": [ { "name": "web", "port": 3000, "protocol": "tcp", … }, … ], … }
 *
 * {"id":"…","at":"2026-11-21T09:14:00.000Z","kind":"conflict-began","port":3000,"protocol":"tcp",…}
 *
 * {"version":1,"bootId":"…","leases":[{"port":20123,"term":{"kind":"reservation"},…},…],…}
 *
 * settings.json, history.jsonl and leases.json as the stores write them. Only the numbers are looked at, so that
 * a command that is in a hurry need not load the schemas.
 */

const PORT_MAX = 65_535;

/** The ports that settings name; undefined when the text is no settings. */
export function parseWatchedNumbers(text: string): readonly WatchedNumber[] | undefined {
  const settings = parseObject(text.replace(/^\uFEFF/, ''));
  const watchedPorts: unknown = settings?.['watchedPorts'];
  if (!Array.isArray(watchedPorts)) return undefined;
  return watchedPorts.flatMap((entry: unknown): readonly WatchedNumber[] => {
    const { name, port, protocol } = isRecord(entry) ? entry : {};
    if (!isPort(port) || typeof name !== 'string') return [];
    return protocol === 'tcp' || protocol === 'udp' ? [{ name, port, protocol }] : [];
  });
}

/** The conflicts that a history tells the beginning of; lines that cannot be read are left out. */
export function parsePastConflicts(text: string): readonly PastConflict[] {
  return text.split('\n').flatMap((line): readonly PastConflict[] => {
    if (!line.includes('"conflict-began"')) return [];
    const { kind, port, at } = parseObject(line) ?? {};
    if (kind !== 'conflict-began' || !isPort(port) || typeof at !== 'string') return [];
    const atMs = Date.parse(at);
    return Number.isNaN(atMs) ? [] : [{ port, atMs }];
  });
}

/** The leases that a book names; those that are not whole are left out. */
export function parseLeases(text: string): LeaseBook {
  const { bootId, leases } = parseObject(text) ?? {};
  return {
    bootId: typeof bootId === 'string' ? bootId : '',
    leases: Array.isArray(leases) ? leases.filter(isLease) : [],
    formers: [],
  };
}

function isLease(value: unknown): value is Lease {
  if (!isRecord(value) || !isPort(value['port'])) return false;
  const { term, renewedAtMs, occupant } = value;
  if (!isRecord(term) || typeof renewedAtMs !== 'number') return false;
  if (occupant !== undefined && !isRecord(occupant)) return false;
  switch (term['kind']) {
    case 'reservation':
      return true;
    case 'time':
      return typeof term['ttlMs'] === 'number';
    case 'process':
      return isRecord(term['identity']);
    default:
      return false;
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseJson(text);
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= PORT_MAX;
}
