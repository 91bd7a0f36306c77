import { isAbsolute } from 'node:path';
import { z } from 'zod';
import {
  leaseNameSchema,
  type BookFailure,
  type LeaseOutcome,
  type LeaseRequest,
} from '../../../shared/lease.ts';
import { protocolSchema } from '../../../shared/listener.ts';
import { portSchema } from '../../../shared/port.ts';
import { toLeaseDocument, toRefusalLines } from '../leases/lease.ts';
import { createLeaseDesk } from '../leases/lease-desk.ts';
import { answer, refuse, type ToolRefusal } from './answer.ts';
import { pidSchema } from './documents.ts';
import type { McpCall } from './mcp-call.ts';
import { addTool, READ_ONLY, type Toolbox } from './tool.ts';

const NEAR_LIMIT = 100;
const TTL_DEFAULT_S = 3600;
const TTL_MAX_S = 2_592_000;

const folder = z
  .string()
  .max(4000)
  .optional()
  .describe(
    "Absolute path in the project; its git worktree counts. Default: the server's own working folder.",
  );

const leaseDocument = z.strictObject({
  name: z.string(),
  folder: z.string().nullable().describe('The root of the worktree; null: outside of any.'),
  port: portSchema,
  protocols: z.array(protocolSchema),
  grantedAt: z.string().describe('ISO 8601.'),
  term: z.enum(['time', 'process', 'reservation']).describe('reservation: until it is released.'),
  endsInMs: z.number().nullable().describe('Milliseconds; null where no time ends it.'),
  pid: pidSchema.nullable().describe('The process that uses it or that it ends with.'),
});

const leaseInput = z.strictObject({
  name: leaseNameSchema.describe('The service, such as "web"; the same name gets the same port.'),
  folder,
  near: portSchema.optional().describe('This port or the next that can be had, 100 at most.'),
  range: z.strictObject({ from: portSchema, to: portSchema }).optional(),
  protocol: z.enum(['tcp', 'udp', 'both']).default('tcp'),
  ttlSeconds: z
    .number()
    .int()
    .min(1)
    .max(TTL_MAX_S)
    .default(TTL_DEFAULT_S)
    .describe('For so long; asking again begins it anew.'),
  reserve: z.boolean().default(false).describe('Until it is released, whatever ttlSeconds says.'),
});

const releaseInput = z.strictObject({
  name: leaseNameSchema.optional().describe('Give this or "port".'),
  port: portSchema.optional(),
  folder,
});

/** Of tools that write the list of leases and nothing else. */
const BOOK_KEEPING = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const;

/** `lease`, `release` and `leases`: a service has a port of its own in each worktree. */
export function addLeaseTools(toolbox: Toolbox, call: McpCall): void {
  const { host, t } = call;
  const desk = createLeaseDesk(host);

  addTool(toolbox, {
    name: 'lease',
    title: 'Lease a port for a service',
    description:
      "A port that is the named service's own: the same one each time, another one in each git worktree, given to no other caller meanwhile. Use it for every server you start in a project, and hand the port to the server. Nothing is bound: a program that never asked can still take the port. Asking again renews the lease.",
    input: leaseInput,
    output: leaseDocument,
    annotations: BOOK_KEEPING,
    async run({ name, folder: path, near, range, protocol, ttlSeconds, reserve }) {
      const strategy = toStrategy(near, range);
      if (strategy === 'not-understood') {
        return refuse(
          strategy,
          `Needed is "near" alone, or ${t('command.wanted-range')}.`,
          'Correct the arguments and call again.',
        );
      }
      const key = await toKey(path, call);
      if (key.kind === 'refused') return key;
      const outcome = await desk.grant({
        name,
        ...key.folder,
        protocols: protocol === 'both' ? ['tcp', 'udp'] : [protocol],
        ...(strategy !== undefined && { strategy }),
        term: reserve ? { kind: 'reservation' } : { kind: 'time', ttlMs: ttlSeconds * 1000 },
      });
      return outcome.kind === 'granted'
        ? answer(toLeaseDocument(outcome.lease, host.readMachineTime()))
        : refuseLease(outcome, call);
    },
  });

  addTool(toolbox, {
    name: 'release',
    title: 'Give a leased port back',
    description:
      'Gives back what the named service has in this worktree, or the lease of one port. Ends no process. Call it when a service is gone for good; leases of a time end by themselves.',
    input: releaseInput,
    output: z.strictObject({ released: z.array(leaseDocument) }),
    annotations: BOOK_KEEPING,
    async run({ name, port, folder: path }) {
      if ((name === undefined) === (port === undefined)) {
        return refuse(
          'target-not-understood',
          'One service or one port is released at a time.',
          'Give either "name" or "port", and not both.',
        );
      }
      const key = await toKey(path, call);
      if (key.kind === 'refused') return key;
      const outcome = await desk.release(
        port === undefined
          ? { kind: 'name', name: name ?? '', ...key.folder }
          : { kind: 'port', port },
      );
      if (outcome.kind !== 'released') return refuseLease(outcome, call);
      const now = host.readMachineTime();
      return answer({ released: outcome.leases.map((lease) => toLeaseDocument(lease, now)) });
    },
  });

  addTool(toolbox, {
    name: 'leases',
    title: 'List leased ports',
    description:
      'Every port that is promised to a service, of all projects of this account, with its worktree and when it ends. Changes nothing.',
    input: z.strictObject({}),
    output: z.strictObject({ leases: z.array(leaseDocument) }),
    annotations: READ_ONLY,
    async run() {
      const now = host.readMachineTime();
      const leases = await desk.list();
      return answer({
        leases: leases
          .toSorted((a, b) => a.port - b.port)
          .map((lease) => toLeaseDocument(lease, now)),
      });
    },
  });
}

function toStrategy(
  near: number | undefined,
  range: { readonly from: number; readonly to: number } | undefined,
): LeaseRequest['strategy'] | 'not-understood' {
  if (near !== undefined) {
    return range === undefined ? { kind: 'next', from: near, limit: NEAR_LIMIT } : 'not-understood';
  }
  if (range === undefined) return undefined;
  return range.from <= range.to ? { kind: 'range', range } : 'not-understood';
}

async function toKey(
  path: string | undefined,
  { host, cwd }: McpCall,
): Promise<{ readonly kind: 'key'; readonly folder: { readonly folder?: string } } | ToolRefusal> {
  if (path !== undefined && !isAbsolute(path)) {
    return refuse(
      'folder-not-absolute',
      'A relative folder could mean another one to you than to this server.',
      'Give the full path of the project.',
    );
  }
  const worktree = await host.findWorktree(path ?? cwd);
  return { kind: 'key', folder: worktree === undefined ? {} : { folder: worktree } };
}

function refuseLease(
  outcome: Exclude<LeaseOutcome, { kind: 'granted' }> | BookFailure,
  { t }: McpCall,
): ToolRefusal {
  return refuse(
    outcome.kind,
    toRefusalLines(outcome, t).join('\n'),
    outcome.kind === 'book-busy'
      ? 'Call again in a second.'
      : 'Tell the person, or ask for other ports.',
  );
}
