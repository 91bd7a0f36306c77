import { z } from 'zod';
import { portSchema } from '../../../shared/port.ts';
import type { ConfigEdit, RestartOffer } from '../../../shared/reassign.ts';

/*
 * Moves of services as agents read them.
 */

export const serviceNameSchema = z
  .string()
  .describe('What the person called the service that is watched.');

export const diffLineDocument = z.strictObject({
  file: z.string(),
  line: z.number().int().positive().describe('Counted from 1.'),
  before: z.string().describe('The whole line as it is now.'),
  after: z.string().describe('The whole line as it would be.'),
});

export const restartDocument = z.strictObject({
  kind: z
    .enum(['command', 'again'])
    .describe("command: the person's own restart command. again: as the running process was."),
  command: z.array(z.string()).nullable(),
  folder: z.string().nullable(),
  ends: z.string().nullable().describe('The running service that is ended first; null: none runs.'),
});

export const movedFilesSchema = z.array(z.string()).describe('Those whose lines change.');

export const moveDocument = z.strictObject({
  id: z.string(),
  name: serviceNameSchema,
  from: portSchema.describe('Where the service was before the move.'),
  to: portSchema.describe('Where the move brought it; undo goes from here back.'),
  files: movedFilesSchema,
});

export function toDiffLines(edits: readonly ConfigEdit[]) {
  return edits.map(({ target: { file }, line, before, after }) => ({ file, line, before, after }));
}

export function toRestartDocument(restart: RestartOffer) {
  const { kind, ends = null } = restart;
  return restart.kind === 'command'
    ? { kind, command: restart.command, folder: restart.folder, ends }
    : { kind, command: null, folder: null, ends };
}
