import { HISTORY_VERSION, historyEntrySchema, type HistoryEntry } from '../../../shared/history.ts';
import { parseJson } from '../../../shared/parse-json.ts';
import { upgradeHistoryEntry } from '../upgrade.ts';

/*
 * {"v":2,"at":"2026-11-21T09:14:00.000Z","kind":"occupancy-ended","port":3000,"id":"…","from":"2026-11-21T08:02:11.000Z",…}
 * {"v":2,"at":"2026-11-21T09:14:00.000Z","kind":"watching-ended","id":"…"}
 * {"kind":"killed","id":"…","at":"2026-11-21T09:14:00.000Z",…}          as version 1 wrote it
 *
 * One line of JSON an entry. What decides whether a line is wanted at all stands in front, in this
 * order, so that most lines of a long history are passed over without being parsed.
 */

const HEAD =
  /^\{"v":2,"at":"([^"]{24})","kind":"([a-z-]+)"(?:,"port":(\d+))?,"id":"([^"]{1,64})"(?:,"from":"([^"]{24})")?/;
/** Longer than any head. */
export const HEAD_LENGTH = 220;

/** What the front of a line says. */
export interface LineHead {
  readonly at: string;
  readonly kind: string;
  readonly port: number | undefined;
  readonly id: string;
  /** Of occupancies: when they began. */
  readonly from: string | undefined;
}

/** The head of a line of today's shape; undefined for older ones, which have to be parsed. */
export function parseHead(front: string): LineHead | undefined {
  const match = HEAD.exec(front);
  if (match === null) return undefined;
  const [, at = '', kind = '', port, id = '', from] = match;
  return { at, kind, port: port === undefined ? undefined : Number(port), id, from };
}

/** When a line was written, in milliseconds. */
export function parseTime(line: Buffer): number | undefined {
  const at =
    parseHead(line.toString('latin1', 0, HEAD_LENGTH))?.at ?? parseEntry(line.toString('utf8'))?.at;
  const atMs = at === undefined ? Number.NaN : Date.parse(at);
  return Number.isNaN(atMs) ? undefined : atMs;
}

/** One line with its end, as `parseHead` and `parseEntry` read it. */
export function formatEntry(entry: HistoryEntry): string {
  const { at, kind, id, ...rest } = entry;
  const { port, ...facts } = 'port' in rest ? rest : { ...rest, port: undefined };
  const { from, ...others } =
    isOccupancy(kind) && 'from' in facts ? facts : { ...facts, from: undefined };
  const head = {
    v: HISTORY_VERSION,
    at,
    kind,
    ...(port !== undefined && { port }),
    id,
    ...(from !== undefined && { from }),
  };
  return `${JSON.stringify({ ...head, ...(from === undefined ? facts : others) })}\n`;
}

/** The entry that a line holds, or undefined where it is torn, foreign or of a newer version. */
export function parseEntry(line: string): HistoryEntry | undefined {
  const json = parseJson(line);
  if (typeof json !== 'object' || json === null) return undefined;
  const { v = 1, ...entry } = json as Readonly<Record<string, unknown>>;
  if (typeof v !== 'number' || v > HISTORY_VERSION) return undefined;
  const parsed = historyEntrySchema.safeParse(upgradeHistoryEntry(entry));
  return parsed.success ? parsed.data : undefined;
}

export function isOccupancy(kind: string): boolean {
  return kind === 'occupancy-began' || kind === 'occupancy-ended';
}
