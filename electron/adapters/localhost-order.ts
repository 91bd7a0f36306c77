import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import type { Family } from '../../shared/listener.ts';
import { readErrorCode } from './errno.ts';

/*
 * /etc/hosts; manual page hosts(5).
 *
 * 127.0.0.1   localhost
 * ::1         localhost ip6-localhost ip6-loopback
 */

/** The families of `localhost` as the system's resolver orders them. */
export type ResolveLocalhost = () => Promise<readonly Family[]>;

/**
 * In which families `localhost` is tried on this machine, and in that order. The hosts file alone
 * answers where it names one family; where it names both, the resolver's own rules order them, and
 * it answers from the same file.
 */
export async function readLocalhostOrder(
  hostsFile = '/etc/hosts',
  resolve: ResolveLocalhost = resolveLocalhost,
): Promise<readonly Family[]> {
  const listed = parseLocalhost(await readHosts(hostsFile));
  if (listed.length === 1) return listed;
  const resolved = await resolve();
  if (resolved.length > 0) return resolved;
  return listed.length > 0 ? listed : [4];
}

/** The families under which a hosts file lists `localhost`, each once, in its order. */
export function parseLocalhost(text: string): readonly Family[] {
  const families = new Set<Family>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/);
    if (!names.some((name) => name.toLowerCase() === 'localhost')) continue;
    if (address.startsWith('127.')) families.add(4);
    else if (address === '::1') families.add(6);
  }
  return [...families];
}

async function readHosts(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return '';
  }
}

async function resolveLocalhost(): Promise<readonly Family[]> {
  try {
    const addresses = await lookup('localhost', { all: true, verbatim: true });
    return [...new Set(addresses.map(({ family }): Family => (family === 6 ? 6 : 4)))];
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return [];
  }
}
