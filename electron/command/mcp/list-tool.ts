import { z } from 'zod';
import { bindScopeSchema, protocolSchema } from '../../../shared/listener.ts';
import { parsePortRanges } from '../../../shared/port-text.ts';
import { readOnce } from '../../core/read-once.ts';
import { filterListeners } from '../filter-listeners.ts';
import { toListDocument } from '../output/listing.ts';
import type { ListFilter } from '../arguments/parse-arguments.ts';
import { answer, refuse } from './answer.ts';
import { coverageDocument, listenerDocument, takenAtSchema } from './documents.ts';
import type { McpCall } from './mcp-call.ts';
import { addTool, READ_ONLY, type Toolbox } from './tool.ts';
import { refuseUnread, toNotes } from './trouble.ts';

const LIMIT_DEFAULT = 200;
const LIMIT_MAX = 2000;

const input = z.strictObject({
  ports: z
    .string()
    .max(500)
    .optional()
    .describe('Ports and ranges, such as "3000", "3000-3999" or "3000,8080".'),
  name: z.string().max(200).optional().describe('Part of what the program is called, in any case.'),
  project: z
    .string()
    .max(1000)
    .optional()
    .describe("A project folder: an absolute path, or the folder's own name."),
  user: z.string().max(200).optional().describe('The account.'),
  protocol: protocolSchema.optional(),
  scope: bindScopeSchema.optional(),
  limit: z
    .number()
    .int()
    .min(1)
    .max(LIMIT_MAX)
    .default(LIMIT_DEFAULT)
    .describe('How many listeners to return at most.'),
});

const output = z.strictObject({
  takenAt: takenAtSchema,
  coverage: coverageDocument,
  total: z.number().int().describe('How many fit; more than are returned where limit cut them.'),
  listeners: z.array(listenerDocument),
  notes: z.array(z.string()),
});

/** `list`: every listener and its owners, as far as they fit. */
export function addListTool(toolbox: Toolbox, { host, cwd, t }: McpCall): void {
  addTool(toolbox, {
    name: 'list',
    title: 'List listening ports',
    description:
      'Every TCP listener and bound UDP socket of this machine with the processes that own it. All filters given must fit; without any, everything is returned. Reads the system afresh; changes nothing.',
    input,
    output,
    annotations: READ_ONLY,
    async run({ limit, ports, ...others }) {
      const ranges = ports === undefined ? undefined : parsePortRanges(ports);
      if (ranges?.kind === 'invalid' || ranges?.ranges.length === 0) {
        return refuse(
          'ports-not-understood',
          `"ports" needs ${t('command.wanted-ports')}.`,
          'Call again with ports of that form, each from 1 to 65535.',
        );
      }
      const once = await readOnce(host);
      if (once.kind === 'failed') return refuseUnread(once.scan, t);
      const { snapshot } = once;
      const place = { homeFolder: snapshot.homeFolder, cwd };
      const filter = toFilter({ ...others, ports: ranges?.ranges });
      const listeners = filterListeners(snapshot.listeners, filter, place);
      return answer({
        ...toListDocument(once, listeners.slice(0, limit)),
        total: listeners.length,
        notes: toNotes(snapshot, t),
      });
    },
  });
}

type LooseFilter = { readonly [Name in keyof ListFilter]: ListFilter[Name] | undefined };

function toFilter(given: LooseFilter): ListFilter {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}
