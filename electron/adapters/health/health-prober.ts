import { isIP } from 'node:net';
import type { Probe } from '../../../shared/health.ts';
import type { HealthProber } from '../../core/host-health.ts';
import { parseHead } from './parse-head.ts';
import { askOnce } from './ask-once.ts';

/** Probes services over sockets of their own, one a question. */
export function createHealthProber(): HealthProber {
  return {
    probe(target, probe) {
      // A name would be looked up, and could lead to another machine.
      if (isIP(target.address) === 0) {
        return Promise.resolve({ kind: 'failed', failure: { kind: 'unreachable' } });
      }
      return probe.kind === 'tcp'
        ? askOnce(target, { timeoutMs: probe.timeoutMs })
        : askOnce(target, {
            timeoutMs: probe.timeoutMs,
            request: toRequest(probe, target),
            parse: (text) => parseHead(text, probe.status),
          });
    },
  };
}

/** Servers of development answer to this name, and not always to an address. */
function toHost(address: string, port: number): string {
  if (address === '127.0.0.1' || address === '::1') return `localhost:${port}`;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function toRequest(
  { path, headers }: Extract<Probe, { kind: 'http' }>,
  { address, port }: { readonly address: string; readonly port: number },
): string {
  const named = new Set(headers.map(({ name }) => name.toLowerCase()));
  const usual = [
    ['Host', toHost(address, port)],
    ['User-Agent', 'Portreeve'],
    ['Accept', '*/*'],
  ].filter(([name = '']) => !named.has(name.toLowerCase()));
  const lines = [
    ...usual,
    ...headers.map(({ name, value }) => [name, value]),
    ['Connection', 'close'],
  ].map(([name, value]) => `${name}: ${value}`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}
