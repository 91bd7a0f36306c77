import { z } from 'zod';
import { latencyFiguresSchema, probeTestSchema } from '../health.ts';
import { holdOutcomeSchema, letGoOutcomeSchema } from '../hold.ts';
import { MUTE_PERIODS } from '../mute.ts';
import { watchedPortSchema } from '../watched-port.ts';
import { id, nothing, shown, shownContainers } from './fields.ts';

/** The ports that the person asked to guard, and the health of their services. */
export const watchedPortCommands = {
  'watched-port.save': {
    input: z.strictObject({ watchedPort: watchedPortSchema }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('saved') }),
      z.strictObject({ kind: z.literal('watched-twice'), name: z.string() }),
      z.strictObject({ kind: z.literal('too-many') }),
      /** The person was asked whether Portreeve may do what the entry wants, and said no. */
      z.strictObject({ kind: z.literal('declined') }),
    ]),
  },
  'watched-port.remove': { input: z.strictObject({ watchedPortId: id }), output: nothing },
  'watched-port.accept-owner': {
    input: z.strictObject({ watchedPortId: id, shown, shownContainers }),
    output: nothing,
  },
  /** Portreeve itself keeps the port bound for its service. */
  'watched-port.hold': { input: z.strictObject({ watchedPortId: id }), output: holdOutcomeSchema },
  'watched-port.let-go': {
    input: z.strictObject({ watchedPortId: id }),
    output: letGoOutcomeSchema,
  },
  'watched-port.mute': {
    input: z.strictObject({ watchedPortId: id, period: z.enum(MUTE_PERIODS) }),
    output: nothing,
  },

  /** Probes a service once, as the form says; only where its expected owner is found. */
  'health.test': {
    input: z.strictObject({ watchedPort: watchedPortSchema }),
    output: probeTestSchema,
  },
  /** How fast a service answered its probes lately. */
  'health.read-figures': {
    input: z.strictObject({ watchedPortId: id }),
    output: z.strictObject({ figures: latencyFiguresSchema.optional() }),
  },
} as const;
