import { z } from 'zod';
import { diagnose } from '../../core/diagnose.ts';
import { askApp } from '../../core/ask-app.ts';
import { toAppState, toDoctorDocument } from '../doctor.ts';
import { answer } from './answer.ts';
import type { McpCall } from './mcp-call.ts';
import { addTool, READ_ONLY, type Toolbox } from './tool.ts';

const output = z.strictObject({
  version: z.string(),
  runtime: z.string(),
  app: z
    .strictObject({
      state: z.enum(['running', 'not-running', 'not-answering']),
      pid: z.number().int().optional(),
    })
    .describe('The tray app of this account.'),
  ports: z
    .union([
      z.strictObject({
        state: z.literal('read'),
        source: z.string().describe('netlink, or what is used instead and why.'),
        scanMs: z.number().describe('How long one reading took, in milliseconds.'),
        missing: z.array(z.string()),
        listeners: z.number().int(),
        hidden: z.number().int().describe('Listeners whose owner this account may not see.'),
      }),
      z.strictObject({ state: z.literal('failed'), reason: z.string(), detail: z.string() }),
    ])
    .describe('How the ports are read.'),
  signals: z.string().describe('pidfd, or what is used instead and why.'),
  isPrivileged: z.boolean(),
  engines: z.array(z.strictObject({ socketPath: z.string(), state: z.string() })),
  notices: z.array(z.string()).describe('What of the settings needs attention.'),
});

/** `doctor`: how well this machine can be read and acted on. */
export function addDoctorTool(toolbox: Toolbox, { host, versions }: McpCall): void {
  addTool(toolbox, {
    name: 'doctor',
    title: 'Diagnose Portreeve',
    description:
      'How well Portreeve can read this machine: how ports are read, what is hidden from this account, which container engines answer. Call it when another tool fails or an owner is hidden. Changes nothing.',
    input: z.strictObject({}),
    output,
    annotations: READ_ONLY,
    async run() {
      const app = toAppState(await askApp(host.coordinator, 'status.read', {}));
      return answer(toDoctorDocument(await diagnose(host), { ...versions, app }));
    },
  });
}
