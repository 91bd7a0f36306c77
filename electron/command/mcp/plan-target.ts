import { z } from 'zod';
import { protocolSchema } from '../../../shared/listener.ts';
import { portSchema } from '../../../shared/port.ts';
import type { KillAsked } from '../arguments/parse-kill.ts';
import { refuse, type ToolRefusal } from './answer.ts';

/** What a plan is for, as an agent names it. */
export const planTargetInput = {
  port: portSchema.optional().describe('Give this or "watchedName".'),
  watchedName: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('The name under which the person watches the port; it implies its protocol.'),
  protocol: protocolSchema.optional().describe('Default: tcp, or that of the watched port.'),
} as const;

type Given = z.output<z.ZodObject<typeof planTargetInput>>;

/** The port or the name, whichever was given; `undefined` where that is both or neither. */
export function toPlanTarget({ port, watchedName }: Given): KillAsked['target'] | undefined {
  if (port !== undefined) return watchedName === undefined ? { kind: 'port', port } : undefined;
  return watchedName === undefined ? undefined : { kind: 'name', name: watchedName };
}

/** The answer where `toPlanTarget` found none. */
export function refusePlanTarget(whatAPlanIsFor: string): ToolRefusal {
  return refuse(
    'target-not-understood',
    whatAPlanIsFor,
    'Give either "port" or "watchedName", and not both.',
  );
}
