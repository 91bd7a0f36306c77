import type { Listener, Protocol } from '../../../shared/listener.ts';
import { isInRange } from '../../../shared/port.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import type { BindAnswer, PortHolder, WhyReport } from '../../../shared/why.ts';
import type { Host } from '../host.ts';
import { USUAL_ADDRESSES } from '../verdicts/overlap.ts';
import { prepareKill } from '../kill/prepare-kill.ts';
import { readOnce, type OnceRead } from '../read-once.ts';
import { toOwners } from '../state.ts';
import {
  decideCauses,
  isAccepted,
  isForetold,
  sortFamily,
  toHolderGroups,
  toLocalhost,
  toStartOrder,
} from './why-rules.ts';

export interface PortQuestion {
  readonly protocol: Protocol;
  readonly port: number;
}

export type ExplainedPort =
  | { readonly kind: 'explained'; readonly report: WhyReport; readonly snapshot: Snapshot }
  | Extract<OnceRead, { kind: 'failed' }>;

/** An address that the machine does not have refuses nothing: nobody can hold the port there. */
const NO_SUCH_ADDRESS: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']);

/**
 * Reads all that explains one port. Where no listener is known to refuse it, it tries to bind the
 * port for a moment, so only a person's question may lead here.
 */
export async function explainPort(host: Host, question: PortQuestion): Promise<ExplainedPort> {
  const once = await readOnce(host);
  if (once.kind === 'failed') return once;
  const { snapshot } = once;
  const report = await explainFrom(host, question, snapshot, once.takenAtMs);
  return { kind: 'explained', report, snapshot };
}

/** The same from a snapshot that is at hand. */
export async function explainFrom(
  host: Host,
  { protocol, port }: PortQuestion,
  snapshot: Snapshot,
  takenAtMs: number,
): Promise<WhyReport> {
  const isAsked = (one: PortQuestion): boolean => one.protocol === protocol && one.port === port;
  const listeners = snapshot.listeners.filter(isAsked);
  const watched = snapshot.watched.filter(({ watchedPort }) => isAsked(watchedPort));
  // Read before the binds, which would show among the uses.
  const [uses, limits, order] = await Promise.all([
    host.portUses.read(protocol, [port]),
    host.readPortLimits(),
    host.readLocalhostOrder(),
  ]);
  const holders: PortHolder[] = [];
  for (const group of toHolderGroups(listeners)) {
    holders.push(await readHolder(host, group, snapshot.settings));
  }
  const answers = await tryBinds(host, { protocol, port }, listeners);
  const refused = answers.filter(({ result }) => result.kind === 'refused');
  const clients = uses?.filter((use) => use.state === 'connected' && isAccepted(use, listeners));
  const others = uses?.filter((use) => clients?.includes(use) !== true);
  const bound = isBoundUnseen(listeners, refused)
    ? await host.portUses.readBound?.(protocol, port)
    : undefined;
  const unexplained = others && [...others, ...(bound ?? [])];
  const causes = decideCauses({
    refused,
    listeners,
    uses: unexplained,
    limits,
    protocol,
    port,
    isComplete: snapshot.coverage === 'complete',
  });
  const localhost = toLocalhost(listeners, order);
  return {
    port,
    protocol,
    takenAt: new Date(takenAtMs).toISOString(),
    coverage: snapshot.coverage,
    state: toState(listeners, refused),
    holders,
    ...(clients !== undefined && { clients: clients.length }),
    ...(unexplained !== undefined && { uses: unexplained }),
    binds: answers,
    causes,
    startOrder: toStartOrder(
      holders,
      watched.map(({ watchedPort }) => watchedPort),
      snapshot.listeners,
    ),
    ...(localhost !== undefined && { localhost }),
    ...(limits !== undefined && {
      limits: {
        ephemeral: limits.ephemeral,
        isEphemeral: isInRange(port, limits.ephemeral),
        isReserved: limits.reserved.some((range) => isInRange(port, range)),
        unprivilegedFrom: limits.unprivilegedFrom,
      },
    }),
    watched: watched.map(({ watchedPort, verdict }) => ({
      id: watchedPort.id,
      name: watchedPort.name,
      verdict,
    })),
  };
}

/** Whether somebody may have bound the port whom neither listeners nor connections show. */
function isBoundUnseen(listeners: readonly Listener[], refused: readonly BindAnswer[]): boolean {
  return (
    listeners.length === 0 &&
    refused.some(({ result }) => result.kind === 'refused' && result.errno === 'EADDRINUSE')
  );
}

function toState(
  listeners: readonly Listener[],
  refused: readonly BindAnswer[],
): WhyReport['state'] {
  if (listeners.length > 0) return 'held';
  if (refused.length === 0) return 'free';
  const isInUse = refused.some(
    ({ result }) => result.kind === 'refused' && result.errno === 'EADDRINUSE',
  );
  return isInUse ? 'busy' : 'forbidden';
}

async function readHolder(
  host: Host,
  listeners: readonly Listener[],
  settings: Settings,
): Promise<PortHolder> {
  const owners = sortFamily(toOwners(listeners));
  const processes = await Promise.all(
    owners.map(async (owner) => {
      const story = await host.processStories.read(owner.identity);
      return { owner, ...(story !== undefined && { story }) };
    }),
  );
  const [first] = listeners;
  const prepared = first === undefined ? undefined : await prepareKill(host, first.key, settings);
  return {
    listeners,
    processes,
    ...(prepared?.kind === 'planned' && { killPlan: prepared.plan }),
  };
}

/** One address after the other, since our own binds would refuse each other. */
async function tryBinds(
  host: Host,
  { protocol, port }: PortQuestion,
  listeners: readonly Listener[],
): Promise<readonly BindAnswer[]> {
  const answers: BindAnswer[] = [];
  for (const address of USUAL_ADDRESSES) {
    if (isForetold(address, listeners, host.system)) {
      const result = { kind: 'refused', errno: 'EADDRINUSE', isForetold: true } as const;
      answers.push({ address, result });
      continue;
    }
    const tried = await host.prober.tryBind(protocol, address, port);
    if (tried.kind === 'bound') answers.push({ address, result: { kind: 'bindable' } });
    else if (!NO_SUCH_ADDRESS.has(tried.errno)) {
      answers.push({
        address,
        result: { kind: 'refused', errno: tried.errno, isForetold: false },
      });
    }
  }
  return answers;
}
