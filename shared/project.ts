import { z } from 'zod';
import { configTargetSchema } from './config-target.ts';
import { absolutePathSchema } from './file-path.ts';
import { protocolSchema } from './listener.ts';
import { portSchema } from './port.ts';
import { watchedPortSchema } from './watched-port.ts';

/*
 * What a project's own files say of its ports.
 */

/** A line that holds a port, and the target that can change it there. */
const placeSchema = z.strictObject({
  target: configTargetSchema,
  /** Counted from 1. */
  line: z.number().int().positive(),
  /** The line without the blanks around it; shortened where it is long. */
  text: z.string(),
});

/** Where a service of the project gets its port from. */
export const foundPlaceSchema = placeSchema
  .extend({
    port: portSchema,
    protocol: protocolSchema,
    /** What a person would call the service. */
    name: z.string(),
    /** The nearest folder around the file that is a project of its own. */
    folder: absolutePathSchema,
    /** `project/service` of Compose, where the port is a container's. */
    container: z.string().optional(),
  })
  .readonly();
export type FoundPlace = z.infer<typeof foundPlaceSchema>;

/** A line that takes for granted that a service is on its port. */
export const mentionSchema = placeSchema
  .extend({
    /** By which a window names it; the same as long as the line is. */
    id: z.string(),
  })
  .readonly();
export type Mention = z.infer<typeof mentionSchema>;

/** What a folder's files say. */
export const projectReadingSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('read'),
    folder: absolutePathSchema,
    places: z.array(foundPlaceSchema).readonly(),
    /** The folder is too large to be read to its end. */
    isPartial: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('unreadable'), folder: absolutePathSchema }),
]);
export type ProjectReading = z.infer<typeof projectReadingSchema>;

/** A service of a folder as it would be watched. */
export const importedPortSchema = z
  .strictObject({
    watchedPort: watchedPortSchema,
    /** One for each of its config targets. */
    places: z.array(foundPlaceSchema).readonly(),
    /** Who watches this port already; then it is left as it is. */
    watchedAs: z.string().optional(),
  })
  .readonly();
export type ImportedPort = z.infer<typeof importedPortSchema>;
