import type { ScanFailureReason } from '../../../shared/snapshot.ts';
import type { ToolResult } from '../run-tool.ts';
import { askForListeners, type LsofAnswer } from './ask-lsof.ts';
import { askNetstat, type NetstatAnswer } from './ask-netstat.ts';
import type { LsofSocket } from './parse-lsof.ts';
import { isListeningRow, type NetstatSocket } from './parse-netstat.ts';

export interface SocketTools {
  readonly lsof: string;
  readonly netstat: string;
}

/** The tables of one scan. */
export type SocketReading =
  | {
      readonly kind: 'read';
      readonly seen: readonly LsofSocket[];
      readonly rows: readonly NetstatSocket[];
      /** The tables that are lacking, or are not whole. */
      readonly missing: readonly string[];
    }
  | { readonly kind: 'failed'; readonly reason: ScanFailureReason; readonly detail: string };

const PROTOCOLS = ['tcp', 'udp'] as const;

/** Everybody's listening sockets, by netstat's tables. */
export interface SystemReading {
  readonly rows: readonly NetstatSocket[];
  readonly missing: readonly string[];
  /** Nothing was missing. */
  readonly isWhole: boolean;
}

/** Reads what netstat says, one table after the other. */
export async function readSystem({ netstat }: SocketTools): Promise<SystemReading> {
  const rows: NetstatSocket[] = [];
  const missing: string[] = [];
  for (const protocol of PROTOCOLS) {
    const answer: NetstatAnswer | undefined = await askNetstat(protocol, netstat);
    rows.push(...(answer?.sockets.filter(isListeningRow) ?? []));
    if (answer === undefined || answer.isPartial) missing.push(`netstat-${protocol}`);
  }
  return { rows, missing, isWhole: missing.length === 0 };
}

/**
 * Reads what lsof says of the sockets that we may see, one table after the other. Without the
 * table of TCP nothing is told: nobody must take it for a machine without listeners.
 */
export async function readOwn(
  { lsof }: SocketTools,
  { rows, missing }: Omit<SystemReading, 'isWhole'>,
): Promise<SocketReading> {
  const tcp: LsofAnswer = await askForListeners('tcp', lsof);
  if (tcp.kind === 'failed') return toFailure(tcp.result);
  const udp = await askForListeners('udp', lsof);
  const lacking = [...missing];
  if (tcp.isPartial) lacking.push('tcp');
  if (udp.kind === 'failed' || udp.isPartial) lacking.push('udp');
  const seen = udp.kind === 'failed' ? tcp.sockets : [...tcp.sockets, ...udp.sockets];
  return { kind: 'read', seen, rows, missing: lacking };
}

function toFailure(result: ToolResult): Extract<SocketReading, { kind: 'failed' }> {
  switch (result.kind) {
    case 'timed-out':
      return { kind: 'failed', reason: 'timed-out', detail: 'lsof' };
    case 'not-installed':
      return { kind: 'failed', reason: 'not-found', detail: 'lsof' };
    case 'failed': {
      const reason = result.detail === 'EACCES' ? 'not-permitted' : 'unreadable';
      return { kind: 'failed', reason, detail: `lsof: ${result.detail}` };
    }
    case 'too-much-output':
      return { kind: 'failed', reason: 'unreadable', detail: 'lsof: too much output' };
    case 'ended':
      return { kind: 'failed', reason: 'unreadable', detail: `lsof: exit ${result.exitCode}` };
  }
}
