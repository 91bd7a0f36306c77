import { z } from 'zod';
import { protocolSchema } from '../../../shared/listener.ts';
import { portSchema } from '../../../shared/port.ts';
import { readOnce } from '../../core/read-once.ts';
import { explainPort } from '../../core/why/why.ts';
import { toCheckDocument } from '../output/listing.ts';
import { toWhyDocument } from '../why/why-json.ts';
import { answer } from './answer.ts';
import {
  bindDocument,
  coverageDocument,
  portStateSchema,
  takenAtSchema,
  watchedDocument,
} from './documents.ts';
import type { McpCall } from './mcp-call.ts';
import { addTool, READ_ONLY, type Toolbox } from './tool.ts';
import { refuseUnread, toNotes } from './trouble.ts';

const input = z.strictObject({
  port: portSchema
    .optional()
    .describe('Without it, every port that the person watches is checked.'),
  protocol: protocolSchema.default('tcp').describe('Of the port.'),
});

const output = z.strictObject({
  takenAt: takenAtSchema,
  coverage: coverageDocument,
  watched: z
    .array(watchedDocument)
    .describe('What the person watches, of this port where one was given.'),
  bind: z
    .strictObject({
      port: portSchema,
      protocol: protocolSchema,
      state: portStateSchema,
      canBind: z.boolean().describe('True: on every address of this machine that was tried.'),
      binds: z.array(bindDocument),
    })
    .nullable()
    .describe('Whether a program could listen on the port now; null without a port.'),
  notes: z.array(z.string()),
});

/** `check`: whether ports are as the person expects, and whether one can be bound. */
export function addCheckTool(toolbox: Toolbox, { host, t }: McpCall): void {
  addTool(toolbox, {
    name: 'check',
    title: 'Check a port',
    description:
      'Whether a port is as the person expects (the watched ports and their verdicts) and, with a port given, whether a program could bind it now on 127.0.0.1, ::1, 0.0.0.0 and ::. Call it before starting a server on a fixed port. Nothing is kept for you. A conflict may take a second reading, so the answer can take a second.',
    input,
    output,
    annotations: READ_ONLY,
    async run({ port, protocol }) {
      if (port === undefined) {
        const once = await readOnce(host);
        if (once.kind === 'failed') return refuseUnread(once.scan, t);
        const notes = toNotes(once.snapshot, t);
        return answer({ ...toCheckDocument(once), bind: null, notes });
      }
      const explained = await explainPort(host, { port, protocol });
      if (explained.kind === 'failed') return refuseUnread(explained.scan, t);
      const { report, snapshot } = explained;
      const { takenAt, state, binds } = toWhyDocument(report);
      const all = toCheckDocument({ snapshot, takenAtMs: Date.parse(takenAt) });
      const canBind = binds.length > 0 && binds.every((bind) => bind.canBind);
      return answer({
        ...all,
        watched: all.watched.filter((one) => one.port === port && one.protocol === protocol),
        bind: { port, protocol, state, canBind, binds },
        notes: toNotes(snapshot, t),
      });
    },
  });
}
