import { z } from 'zod';
import { healthSchema } from '../../../shared/health.ts';
import { containerSchema } from '../../../shared/container.ts';
import { killMeansSchema, killWarningSchema, killWayKindSchema } from '../../../shared/kill.ts';
import {
  bindScopeSchema,
  coverageSchema,
  familySchema,
  protocolSchema,
} from '../../../shared/listener.ts';
import { portSchema } from '../../../shared/port.ts';
import { conflictKindSchema, undeterminedReasonSchema } from '../../../shared/verdict.ts';

/*
 * The documents that `--json` prints, as schemas for agents. A fact that could not be read is null.
 */

const nullableText = z.string().nullable();

export const pidSchema = z.number().int().positive();

export const takenAtSchema = z.string().describe('When the system was read; ISO 8601.');

export const coverageDocument = coverageSchema.describe(
  'partial: some tables could not be read, so what is missing here may exist.',
);

export const ownerDocument = z.strictObject({
  pid: pidSchema,
  name: z.string().describe("The process's own short name; any program may choose it."),
  title: z.string().describe('What it really is, e.g. "vite in shop".'),
  command: z.string().describe('The command line; passwords and tokens are taken out.'),
  executable: nullableText,
  cwd: nullableText.describe('Its working folder; null where that is deleted or cannot be read.'),
  project: nullableText.describe('The nearest folder at or above cwd with a project file.'),
  startedAt: nullableText.describe('ISO 8601.'),
  wsl: z
    .strictObject({ by: z.string(), distribution: z.string(), pid: pidSchema })
    .optional()
    .describe('A program in WSL: its own pid there. `pid` is the Windows process that carries it.'),
});

export const listenerDocument = z.strictObject({
  protocol: protocolSchema,
  family: familySchema.describe('4: IPv4, 6: IPv6.'),
  address: z.string().describe('The local address as the kernel prints it.'),
  port: portSchema,
  scope: bindScopeSchema.describe(
    'loopback: this machine only; wildcard: every interface; interface: one of them.',
  ),
  user: z.string(),
  ownerVisibility: z
    .enum(['visible', 'hidden'])
    .describe('hidden: another account holds it; it cannot be ended from here.'),
  owners: z.array(ownerDocument),
  container: containerSchema.nullable(),
});

export const watchedDocument = z.strictObject({
  id: z.string(),
  name: z.string().describe('What the person called the service.'),
  port: portSchema,
  protocol: protocolSchema,
  address: nullableText.describe('The one watched address; null: all.'),
  verdict: z
    .enum(['free', 'expected', 'held', 'conflict', 'undetermined'])
    .describe('expected: its own service holds it. undetermined: this cannot be told; see reason.'),
  reason: undeterminedReasonSchema.nullable(),
  conflict: conflictKindSchema.nullable(),
  mutedUntil: nullableText.describe(
    'The person ignores this conflict until then; ISO 8601, or `further-notice`.',
  ),
  health: healthSchema
    .nullable()
    .describe(
      'Whether the service answers its probe; null: not probed, or the app is not running.',
    ),
  listeners: z.array(listenerDocument).describe('The evidence for the verdict.'),
});

export const heldPortDocument = z.strictObject({
  protocol: protocolSchema,
  address: z.string(),
  port: portSchema,
});

export const bindDocument = z.strictObject({
  address: z.string(),
  canBind: z.boolean(),
  errno: nullableText.describe('Why not, in the word of the system, e.g. EADDRINUSE.'),
});

export const portStateSchema = z
  .enum(['held', 'free', 'busy', 'forbidden'])
  .describe(
    'held: somebody listens. free: can be bound. busy: nobody listens, yet it is in use. forbidden: not for this account.',
  );

/** One act of a kill, planned or done. */
export const killDocument = z.strictObject({
  addresses: z.array(z.string()),
  pids: z.array(pidSchema).describe('Empty where the owner is hidden.'),
  names: z.array(z.string()),
  expectedBy: z
    .array(z.string())
    .describe('Watched services that expect this very owner: it is no squatter.'),
  spared: z
    .array(pidSchema)
    .describe(
      'The expected service where it shares the very address, or was asked for by its name: left alone.',
    ),
  way: killWayKindSchema.nullable().describe('What is done; null: nothing can be, see refusals.'),
  ways: z.array(killWayKindSchema).describe('All ways there are, what helps best first.'),
  means: killMeansSchema
    .nullable()
    .describe(
      'graceful: asked to end (SIGTERM or its like). force: at once (SIGKILL or its like).',
    ),
  alsoHolds: z.array(heldPortDocument).describe('Other ports that would be given up with it.'),
  warnings: z.array(killWarningSchema),
});
