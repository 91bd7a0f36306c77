import { toLastingName } from '../../../shared/container-name.ts';
import type { Holder, OccupancyEntry, Standing } from '../../../shared/history.ts';
import type { Listener, Owner } from '../../../shared/listener.ts';
import type { PortRange } from '../../../shared/port.ts';
import { toTitle } from '../../../shared/titles.ts';
import { hasSquatter } from '../../../shared/squatter.ts';
import type { AppState } from '../state.ts';

/*
 * Who holds which port, as intervals: each listener's port by its leading process, in one standing.
 */

/** What is held now; the facts of its entries without their time. */
export type Occupancy = Omit<OccupancyEntry, 'kind' | 'at'>;

/** By what tells one occupancy from another. */
export type Occupancies = ReadonlyMap<string, Occupancy>;

/** Where some system lends ports from, for as long as this one has not told. */
const USUAL_EPHEMERAL: PortRange = { from: 32_768, to: 65_535 };
/** A machine with more is no place to keep such a record of. */
const OCCUPANCIES_MAX = 2000;

export interface OccupancyChange {
  readonly open: Occupancies;
  readonly began: readonly Occupancy[];
  readonly ended: readonly Occupancy[];
}

/**
 * Compares what is held now with what was. The same map comes back when nothing changed. A watched
 * port whose conflict waits for confirmation stays as it was.
 */
export function trackOccupancies(
  before: Occupancies,
  state: AppState,
  moment: { readonly nowIso: string; readonly createId: () => string },
): OccupancyChange {
  const suspected = findSuspected(state);
  const isSuspected = ({ protocol, port }: Occupancy | Listener): boolean =>
    suspected.has(`${protocol} ${port}`);
  const open = new Map<string, Occupancy>();
  const began: Occupancy[] = [];
  for (const [key, occupancy] of before) if (isSuspected(occupancy)) open.set(key, occupancy);
  for (const listener of state.reading?.listeners ?? []) {
    if (isSuspected(listener)) continue;
    const standing = decideStanding(listener, state, before);
    const key = toKey(listener, standing);
    const known = open.get(key) ?? before.get(key);
    if (known !== undefined) {
      open.set(key, known);
      continue;
    }
    if (!isRecorded(listener, state)) continue;
    if (open.size >= OCCUPANCIES_MAX) break;
    const occupancy = toOccupancy(listener, standing, state, moment);
    began.push(occupancy);
    open.set(key, occupancy);
  }
  const ended = [...before].filter(([key]) => !open.has(key)).map(([, occupancy]) => occupancy);
  if (began.length === 0 && ended.length === 0) return { open: before, began, ended };
  return { open, began, ended };
}

/** Ports that are lent out by the dozen are left out, unless somebody watches them. */
function isRecorded({ port, protocol }: Listener, state: AppState): boolean {
  const { from, to } = state.surroundings.limits?.ephemeral ?? USUAL_EPHEMERAL;
  if (port < from || port > to) return true;
  return state.settings.watchedPorts.some(
    (watchedPort) => watchedPort.port === port && watchedPort.protocol === protocol,
  );
}

function findSuspected(state: AppState): ReadonlySet<string> {
  const suspected = new Set<string>();
  for (const { watchedPort, isSuspected } of state.judged.values()) {
    if (isSuspected) suspected.add(`${watchedPort.protocol} ${watchedPort.port}`);
  }
  return suspected;
}

function decideStanding(listener: Listener, state: AppState, before: Occupancies): Standing {
  const { port, protocol, ownerVisibility, container } = listener;
  const isHidden = ownerVisibility === 'hidden' && container === undefined;
  const unknown: Standing = isHidden ? 'hidden' : 'unwatched';
  for (const { watchedPort, verdict } of state.judged.values()) {
    if (watchedPort.port !== port || watchedPort.protocol !== protocol) continue;
    switch (verdict.kind) {
      case 'expected':
      case 'held':
        return 'expected';
      case 'conflict': {
        const isSquatter = hasSquatter(verdict) && verdict.listenerKeys.includes(listener.key);
        return isSquatter ? 'squatter' : 'expected';
      }
      case 'undetermined': {
        // Not knowing for a while is no reason to say something else than before.
        const standings = ['expected', 'squatter', 'unwatched', 'hidden'] as const;
        return standings.find((one) => before.has(toKey(listener, one))) ?? unknown;
      }
      case 'free':
        return unknown;
    }
  }
  return unknown;
}

function toKey(listener: Listener, standing: Standing): string {
  const { protocol, port, user, container } = listener;
  const lead = findLead(listener.owners);
  const who =
    container === undefined
      ? `${lead?.identity.pid ?? ''} ${lead?.identity.startToken ?? ''} ${user}`
      : `container ${container.id}`;
  return `${protocol} ${port} ${standing} ${who}`;
}

/** The owner that started the others: workers come and go behind it. */
function findLead(owners: readonly Owner[]): Owner | undefined {
  const pids = new Set(owners.map(({ identity }) => identity.pid));
  return owners.find(({ parentPid }) => parentPid === undefined || !pids.has(parentPid));
}

function toOccupancy(
  listener: Listener,
  standing: Standing,
  state: AppState,
  moment: { readonly nowIso: string; readonly createId: () => string },
): Occupancy {
  const { protocol, port } = listener;
  const key = toKey(listener, standing);
  // One program on several addresses is one occupancy.
  const same = state.reading?.listeners.filter(
    (other) => other.port === port && toKey(other, standing) === key,
  );
  return {
    id: moment.createId(),
    protocol,
    port,
    addresses: [...new Set(same?.map(({ address }) => address))],
    holder: toHolder(listener),
    standing,
    from: moment.nowIso,
  };
}

function toHolder({ owners, user, container }: Listener): Holder {
  const lead = findLead(owners);
  const folder = lead?.project ?? lead?.cwd;
  return {
    title: container?.name ?? (lead === undefined ? '' : toTitle(lead).text),
    name: lead?.name ?? '',
    ...(lead !== undefined && { pid: lead.identity.pid, startToken: lead.identity.startToken }),
    user: lead?.user ?? user,
    ...(lead?.executable !== undefined && { executable: lead.executable }),
    ...(folder !== undefined && { folder }),
    ...(container !== undefined && { container: toLastingName(container) }),
    ...(lead?.startedAt !== undefined && { startedAt: lead.startedAt }),
  };
}
