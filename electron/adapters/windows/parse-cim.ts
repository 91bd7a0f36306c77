import { z } from 'zod';
import { parseJson } from '../../../shared/parse-json.ts';

/*
 * What the query of cim.ts prints, by PowerShell 5.1 or 7: one line of JSON. A list of one may come
 * as the one alone.
 *
 * {"processes":[{"pid":4711,"parent":812,"created":"133799123456789000","name":"node.exe",
 *  "path":"C:\\node.exe","command":"node server.js"}]}
 */

/** A process as WMI tells of it. */
export interface CimProcess {
  readonly pid: number;
  readonly parentPid: number;
  /** See `ProcessRow`. */
  readonly startToken: string;
  readonly name: string;
  readonly executable?: string;
  readonly command?: string;
}

const pid = z.number().int().min(0).max(0xffff_ffff);
const processSchema = z.object({
  pid,
  parent: pid,
  created: z.string().regex(/^\d{1,20}$/),
  name: z.string(),
  path: z.string().nullish(),
  command: z.string().nullish(),
});

/** The whole entries of the answer; undefined where it is not one. */
export function parseCim(text: string): readonly CimProcess[] | undefined {
  const answer = toJson(text);
  if (typeof answer !== 'object' || answer === null || !('processes' in answer)) return undefined;
  const { processes } = answer;
  return (Array.isArray(processes) ? processes : [processes]).flatMap((entry: unknown) => {
    const parsed = processSchema.safeParse(entry);
    if (!parsed.success) return [];
    const { path, command, ...rest } = parsed.data;
    return [
      {
        pid: rest.pid,
        parentPid: rest.parent,
        startToken: String(BigInt(rest.created) / 10n),
        name: rest.name,
        ...(path !== null && path !== undefined && path !== '' && { executable: path }),
        ...(command !== null && command !== undefined && { command }),
      },
    ];
  });
}

function toJson(text: string): unknown {
  const from = text.indexOf('{');
  if (from === -1) return undefined;
  return parseJson(text.slice(from));
}
