import { z } from 'zod';
import { killRefusalSchema, killWarningSchema, killWayKindSchema } from '../../../shared/kill.ts';
import { protocolSchema } from '../../../shared/listener.ts';
import { portRangeSchema, portSchema } from '../../../shared/port.ts';
import { bindCauseSchema, starterKindSchema } from '../../../shared/why.ts';
import { explainPort } from '../../core/why/why.ts';
import { toWhyDocument } from '../why/why-json.ts';
import { toWhyText } from '../why/why-text.ts';
import { answer } from './answer.ts';
import {
  bindDocument,
  coverageDocument,
  heldPortDocument,
  ownerDocument,
  pidSchema,
  portStateSchema,
  takenAtSchema,
  watchedDocument,
} from './documents.ts';
import type { McpCall } from './mcp-call.ts';
import { addTool, READ_ONLY, type Toolbox } from './tool.ts';
import { refuseUnread } from './trouble.ts';

const input = z.strictObject({
  port: portSchema,
  protocol: protocolSchema.default('tcp'),
});

const story = z.strictObject({
  ancestors: z
    .array(
      z.strictObject({
        pid: pidSchema,
        name: z.string(),
        command: z.string(),
        executable: z.string().nullable(),
        user: z.string(),
      }),
    )
    .describe('Nearest first.'),
  terminal: z.string().nullable(),
  unit: z.strictObject({ name: z.string(), isUserUnit: z.boolean() }).nullable(),
  container: z.strictObject({ runtime: z.string(), id: z.string() }).nullable(),
  startedBy: z.array(
    z.strictObject({ kind: starterKindSchema, name: z.string(), pid: z.number().int() }),
  ),
});

const holder = z.strictObject({
  addresses: z.array(z.string()),
  user: z.string().nullable(),
  ownerVisibility: z.enum(['visible', 'hidden']),
  processes: z.array(
    ownerDocument.extend({
      user: z.string(),
      parentPid: z.number().int().nullable(),
      story: story.nullable(),
    }),
  ),
  kill: z
    .strictObject({
      pids: z.array(pidSchema),
      alsoHolds: z.array(heldPortDocument),
      ways: z.array(killWayKindSchema).describe('What helps best first.'),
      warnings: z.array(killWarningSchema),
      refusal: killRefusalSchema.nullable().describe('Why it is never ended.'),
      stopInstead: z.string().nullable().describe('The command that ends it for good.'),
    })
    .nullable()
    .describe('What a kill would do; nothing is done.'),
});

const output = z.strictObject({
  summary: z.string().describe('All of it in words for a person.'),
  port: portSchema,
  protocol: protocolSchema,
  takenAt: takenAtSchema,
  coverage: coverageDocument,
  state: portStateSchema,
  holders: z.array(holder),
  clients: z.number().int().nullable().describe('Connections to whoever listens.'),
  connections: z
    .array(
      z.strictObject({
        address: z.string(),
        remoteAddress: z.string().nullable(),
        remotePort: z.number().int().nullable(),
        state: z.enum(['connected', 'half-closed', 'closing', 'bound']),
        owners: z.array(ownerDocument),
      }),
    )
    .nullable()
    .describe(
      'Connections on the port that no listener explains; "bound": taken without listening.',
    ),
  binds: z.array(bindDocument).describe('Whether a program could listen there now.'),
  causes: z.array(bindCauseSchema).describe('Why a bind is refused.'),
  startOrder: z.array(
    z.strictObject({
      pid: pidSchema,
      title: z.string(),
      role: z.enum(['holder', 'expected']),
      port: portSchema,
      startedAt: z.string().nullable(),
      afterFirstMs: z.number().describe('Milliseconds after the first of them.'),
    }),
  ),
  localhost: z
    .strictObject({ firstAddress: z.string(), reachesPid: pidSchema.nullable() })
    .nullable()
    .describe('Given where 127.0.0.1 and ::1 are of different programs: whom "localhost" reaches.'),
  limits: z
    .strictObject({
      ephemeral: portRangeSchema.describe('Lent by the system to outgoing connections.'),
      isEphemeral: z.boolean(),
      isReserved: z.boolean(),
      unprivilegedFrom: z.number().int(),
    })
    .nullable(),
  watched: z.array(
    watchedDocument.pick({ id: true, name: true, verdict: true, conflict: true, reason: true }),
  ),
});

/** `why`: who holds a port, where it comes from, and why a program cannot have it. */
export function addWhyTool(toolbox: Toolbox, { host, t }: McpCall): void {
  addTool(toolbox, {
    name: 'why',
    title: 'Explain a port',
    description:
      'Who holds one port, since when, what started it, what ending it would do, and why a bind fails (EADDRINUSE with nobody listening, privileged ports, lent ports). Call it after a server could not start. It binds the port for a moment, but only on addresses where nobody is known to listen; it changes nothing else.',
    input,
    output,
    annotations: READ_ONLY,
    async run(question) {
      const explained = await explainPort(host, question);
      if (explained.kind === 'failed') return refuseUnread(explained.scan, t);
      const { report, snapshot } = explained;
      const words = { snapshot, nowMs: host.clock.wallMs(), t };
      const summary = toWhyText(report, words);
      return answer({ summary, ...toWhyDocument(report) });
    },
  });
}
