import { z } from 'zod';
import { configTargetSchema } from '../config-target.ts';
import { portSchema } from '../port.ts';
import { importedPortSchema, projectReadingSchema } from '../project.ts';
import { editRefusalSchema } from '../reassign.ts';
import { cancelled, id, nothing, token } from './fields.ts';

/** Where projects write their ports, and what of them can be watched. */
export const projectCommands = {
  /**
   * Where a project's services get their ports from: the project of a watched port, or of a folder
   * that the person then picks. No window names a folder.
   */
  'project.find-places': {
    input: z.strictObject({ watchedPortId: id.optional() }),
    output: z.discriminatedUnion('kind', [cancelled, ...projectReadingSchema.options]),
  },
  /** The same as ports to watch. */
  'project.plan-import': {
    input: nothing,
    output: z.discriminatedUnion('kind', [
      cancelled,
      z.strictObject({ kind: z.literal('unreadable'), folder: z.string() }),
      z.strictObject({
        kind: z.literal('planned'),
        token,
        folder: z.string(),
        ports: z.array(importedPortSchema).readonly(),
        isPartial: z.boolean(),
      }),
    ]),
  },
  /** The same for what runs now in folders of projects, and whose files name the port it is on. */
  'project.plan-running': {
    input: nothing,
    output: z.strictObject({ ports: z.array(importedPortSchema).readonly() }),
  },
  'project.import': {
    input: z.strictObject({ token, chosen: z.array(id).max(1000).readonly() }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('saved') }),
      z.strictObject({ kind: z.literal('watched-twice'), name: z.string() }),
      z.strictObject({ kind: z.literal('too-many') }),
      z.strictObject({ kind: z.literal('token-expired') }),
    ]),
  },

  /** Reads the place where a port is written; nothing is changed, and nothing else of the file told. */
  'config-target.test': {
    input: z.strictObject({ target: configTargetSchema, port: portSchema.optional() }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('fits'), line: z.number().int().positive() }),
      z.strictObject({ kind: z.literal('differs'), found: z.number() }),
      /** Only a window has named this file so far; saving it asks the person. */
      z.strictObject({ kind: z.literal('not-granted') }),
      z.strictObject({ kind: z.literal('refused'), reason: editRefusalSchema }),
    ]),
  },
} as const;
