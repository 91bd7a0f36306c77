import type { Container } from '../../../shared/container.ts';
import type { Listener, Owner, ProcessIdentity } from '../../../shared/listener.ts';
import { isSameIdentity } from '../../../shared/same-identity.ts';
import type { KillPlan } from '../../../shared/kill.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { Unit, UnitFacts } from '../../../shared/supervision.ts';
import { askForContainer } from '../container-watch.ts';
import type { Host, ScanResult } from '../host.ts';
import type { ProcessCondition, ProcessContext } from '../host-processes.ts';
import { countClients } from './count-clients.ts';
import { decideKillPlan } from './kill-plan.ts';
import { isServiceManager } from './never-kill.ts';

export type PreparedKill =
  | { readonly kind: 'planned'; readonly plan: KillPlan }
  | { readonly kind: 'changed' }
  | { readonly kind: 'already-free' }
  | { readonly kind: 'scan-failed' };

interface PrepareOptions {
  /** Whether all that the holders started is looked for too, which takes a look at everybody. */
  readonly offersTree: boolean;
  readonly shown?: readonly ProcessIdentity[];
  readonly shownContainers: readonly string[];
}

/**
 * Reads the system afresh and plans the kill of whoever holds this listener now. Where the person
 * was shown other processes, or another container, there is no plan: nobody dies under another's
 * name.
 */
export async function prepareKill(
  host: Host,
  listenerKey: string,
  settings: Settings,
  shown?: readonly ProcessIdentity[],
  shownContainers: readonly string[] = [],
): Promise<PreparedKill> {
  return prepareFrom(host, await host.scanner.scanAfresh(), listenerKey, settings, {
    offersTree: true,
    ...(shown !== undefined && { shown }),
    shownContainers,
  });
}

/**
 * The same for a kill that nobody looks at first: the plan is there sooner, because it offers no
 * tree, and because nobody is looked through who cannot hold the socket.
 */
export async function prepareDirectKill(
  host: Host,
  { key, protocol, port }: Pick<Listener, 'key' | 'protocol' | 'port'>,
  settings: Settings,
  shown: readonly ProcessIdentity[],
  shownContainers: readonly string[] = [],
): Promise<PreparedKill> {
  const scan = await host.scanner.scanFor(protocol, port);
  return prepareFrom(host, scan, key, settings, { offersTree: false, shown, shownContainers });
}

async function prepareFrom(
  host: Host,
  scan: ScanResult,
  listenerKey: string,
  settings: Settings,
  { offersTree, shown, shownContainers }: PrepareOptions,
): Promise<PreparedKill> {
  if (scan.kind === 'failed') return { kind: 'scan-failed' };
  const listener = scan.listeners.find(({ key }) => key === listenerKey);
  if (listener === undefined) return { kind: 'already-free' };
  if (shown !== undefined && !isSamePeople(listener.owners, shown)) return { kind: 'changed' };
  const plan = await planFor(host, listener, scan.listeners, settings, offersTree);
  const container = findPlannedContainer(plan);
  if (container === undefined) return { kind: 'planned', plan };
  if (shownContainers.length > 0 && !shownContainers.includes(container.id)) {
    return { kind: 'changed' };
  }
  // Where its forwarder is hidden too, nothing that was shown stands for the container.
  const isUnseen = shownContainers.length === 0 && listener.owners.length === 0;
  return { kind: 'planned', plan: isUnseen ? { ...plan, asks: true } : plan };
}

/** The container that the plan would stop or restart. */
function findPlannedContainer({ ways }: KillPlan): Container | undefined {
  return ways.flatMap((way) => ('container' in way ? [way.container] : []))[0];
}

async function planFor(
  host: Host,
  listener: Listener,
  listeners: readonly Listener[],
  settings: Settings,
  offersTree: boolean,
): Promise<KillPlan> {
  const { owners } = listener;
  const contexts = await readContexts(host, owners);
  // Nothing of this depends on the rest, and each part has a deadline of its own.
  const [container, socketUnit, unitFacts, ownUnits, connected] = await Promise.all([
    askForContainer(host, listener),
    findSocketUnit(host, listener),
    describeUnits(host, contexts),
    readOwnUnits(host, contexts),
    host.scanner.readConnected(listener.protocol, listener.port),
  ]);
  const identities = owners.map(({ identity }) => identity);
  return decideKillPlan({
    listener,
    listeners,
    contexts,
    conditions: readConditions(host, owners),
    below: offersTree ? listBelow(host, identities) : [],
    container,
    socketUnit,
    unitFacts,
    ownUnits,
    clients: connected && countClients(listener, listeners, connected),
    self: host.processes.self,
    ancestors: host.processes.readAncestors(),
    protectedProcesses: settings.protectedProcesses,
    user: host.processes.user,
    isPrivileged: host.processes.isPrivileged,
    seesAll: host.processes.seesAll,
    settings,
  });
}

function listBelow(host: Host, identities: readonly ProcessIdentity[]): readonly Owner[] {
  return host.processes
    .listDescendants(identities)
    .filter(({ identity }) => !identities.some((other) => isSameIdentity(other, identity)));
}

/** By pid, without those that vanished. */
async function readContexts(
  host: Host,
  owners: readonly Owner[],
): Promise<ReadonlyMap<number, ProcessContext>> {
  const read = await Promise.all(
    owners.map(async ({ identity }) => ({
      pid: identity.pid,
      context: await host.processes.readContext(identity),
    })),
  );
  return new Map(
    read.flatMap(({ pid, context }) => (context === undefined ? [] : [[pid, context]])),
  );
}

function readConditions(
  host: Host,
  owners: readonly Owner[],
): ReadonlyMap<number, ProcessCondition> {
  return new Map(
    owners.map(({ identity }) => [identity.pid, host.processes.readCondition(identity)]),
  );
}

async function findSocketUnit(
  host: Host,
  { protocol, address, port, owners }: Listener,
): Promise<Unit | undefined> {
  const manager = owners.find(isServiceManager);
  if (manager === undefined) return undefined;
  const isUserUnit = manager.identity.pid !== 1;
  return host.units.findSocketUnit({ protocol, address, port, isUserUnit });
}

async function describeUnits(
  host: Host,
  contexts: ReadonlyMap<number, ProcessContext>,
): Promise<ReadonlyMap<string, UnitFacts>> {
  const units = new Map(
    [...contexts.values()].flatMap(({ unit }) => (unit === undefined ? [] : [[unit.name, unit]])),
  );
  const told = await Promise.all(
    [...units].map(async ([name, unit]) => ({ name, facts: await host.units.describe(unit) })),
  );
  return new Map(told.flatMap(({ name, facts }) => (facts === undefined ? [] : [[name, facts]])));
}

/** Of our own process and those above it; read only where a unit might be stopped. */
async function readOwnUnits(
  host: Host,
  contexts: ReadonlyMap<number, ProcessContext>,
): Promise<readonly Unit[]> {
  const { self, readAncestors, readContext } = host.processes;
  if ([...contexts.values()].every(({ unit }) => unit === undefined)) return [];
  const own = await Promise.all([self, ...readAncestors()].map((one) => readContext(one)));
  return own.flatMap((context) => context?.unit ?? []);
}

/** Whether these are exactly the processes that were shown. */
export function isSamePeople(owners: readonly Owner[], shown: readonly ProcessIdentity[]): boolean {
  return (
    owners.length === shown.length &&
    owners.every(({ identity }) => shown.some((other) => isSameIdentity(identity, other)))
  );
}
