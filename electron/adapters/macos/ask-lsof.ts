import type { Protocol } from '../../../shared/listener.ts';
import { runTool, type ToolCall, type ToolResult } from '../run-tool.ts';
import { isListening, parseLsof, type LsofReading, type LsofSocket } from './parse-lsof.ts';

export type LsofAnswer =
  | {
      readonly kind: 'read';
      readonly sockets: readonly LsofSocket[];
      /** Half a list, a list with an error, or sockets that could not be understood. */
      readonly isPartial: boolean;
    }
  | { readonly kind: 'failed'; readonly result: ToolResult };

/** Where macOS has it; nobody but the system can put another there. */
export const LSOF = '/usr/sbin/lsof';

const DEADLINE_MS = 6_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
/** Whole names, no calls that can hang on a dead mount, no warnings, numbers for all names. */
const FLAGS = ['+c0', '-b', '-w', '-nP'];
const FIELDS = ['-F', 'pcuLtfdPnT'];

/** The sockets on which somebody listens. */
export async function askForListeners(protocol: Protocol, lsof: string): Promise<LsofAnswer> {
  const which = protocol === 'tcp' ? ['-iTCP', '-sTCP:LISTEN'] : ['-iUDP'];
  const answer = toAnswer(await runTool(toCall(lsof, which)), protocol);
  return answer.kind === 'failed'
    ? answer
    : { ...answer, sockets: answer.sockets.filter(isListening) };
}

/** Every socket of this protocol on one of these local ports, or connected to one. */
export async function askForPorts(
  protocol: Protocol,
  ports: readonly number[],
  lsof: string,
): Promise<LsofAnswer> {
  if (ports.length === 0) return { kind: 'read', sockets: [], isPartial: false };
  const which = [`-i${protocol.toUpperCase()}:${ports.join(',')}`];
  return toAnswer(await runTool(toCall(lsof, which)), protocol);
}

/** What asks for all sockets of one process. */
export function toProcessCall(pid: number, protocol: Protocol, lsof: string): ToolCall {
  return toCall(lsof, ['-a', '-p', String(pid), `-i${protocol.toUpperCase()}`]);
}

function toCall(lsof: string, which: readonly string[]): ToolCall {
  return {
    tool: lsof,
    args: [...FLAGS, ...which, ...FIELDS],
    deadlineMs: DEADLINE_MS,
    maxOutputBytes: MAX_OUTPUT_BYTES,
  };
}

/**
 * lsof ends with 1 when it found nothing, and also when something went wrong; then it says what,
 * for `-w` silences warnings only.
 */
export function toAnswer(result: ToolResult, protocol: Protocol): LsofAnswer {
  if (result.kind !== 'ended') return { kind: 'failed', result };
  const { exitCode, stdout, stderr } = result;
  const isWell = exitCode === 0 || (exitCode === 1 && stderr.trim() === '');
  const reading = parseLsof(stdout, protocol);
  if (!isWell && reading.sockets.length === 0) return { kind: 'failed', result };
  return {
    kind: 'read',
    sockets: reading.sockets,
    isPartial: !isWell || isLacking(reading, stdout),
  };
}

/** Also of what is no answer of lsof at all, as a table or another encoding. */
function isLacking({ isCut, unreadable, sockets }: LsofReading, stdout: string): boolean {
  const isForeign = sockets.length === 0 && stdout.trim() !== '' && !/^p\d+[\0\n]/.test(stdout);
  return isCut || unreadable > 0 || isForeign;
}
