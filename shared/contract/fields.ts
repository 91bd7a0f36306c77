import { z } from 'zod';
import { containerIdSchema } from '../container.ts';
import { processIdentitySchema } from '../listener.ts';

/*
 * What commands of several topics are asked and answered with.
 */

export const nothing = z.strictObject({});
export const key = z.string().min(1).max(300);
export const id = z.string().min(1).max(100);

/** The processes that the person saw when they clicked; others mean another situation. */
export const shown = z.array(processIdentitySchema).max(1000).readonly();

/** The containers that stood there by name; of hidden processes nothing else can be shown. */
export const shownContainers = z.array(containerIdSchema).max(1000).readonly().optional();

/** Tells a window which plan it agreed to; made by main, good for one act. */
export const token = z.string().min(1).max(64);

/** The person closed the system's dialog without an answer. */
export const cancelled = z.strictObject({ kind: z.literal('cancelled') });
