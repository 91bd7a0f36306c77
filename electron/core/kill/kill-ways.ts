import type { Owner } from '../../../shared/listener.ts';
import type { KillWay } from '../../../shared/kill.ts';
import type { Unit, Watcher } from '../../../shared/supervision.ts';
import { isForwarder } from './forwarders.ts';
import { decideRefusal, isKept } from './never-kill.ts';
import type { KillCircumstances } from './kill-circumstances.ts';

/** Watchers that keep many programs: ending one ends what the person did not ask about. */
const KEEPERS_OF_MANY: ReadonlySet<string> = new Set([
  'pm2',
  'pm2-runtime',
  'pm2-docker',
  'circusd',
  'concurrently',
  'overmind',
  'supervisord',
  'runsv',
  's6-supervise',
  'supervise',
  'forever',
]);

/** How the port can be freed, what helps best first. */
export function decideWays(circumstances: KillCircumstances): readonly KillWay[] {
  const { listener, container, socketUnit, below } = circumstances;
  const ways: KillWay[] = [];
  if (listener.owners.some((owner) => isKept(owner, circumstances))) return ways;
  if (container?.kind === 'found') {
    ways.push(
      { kind: 'container', container: container.container },
      { kind: 'container-restart', container: container.container },
    );
  }
  const isHidden = listener.ownerVisibility === 'hidden' || listener.owners.length === 0;
  if (isHidden || listener.owners.some(isForwarder)) return ways;
  if (socketUnit !== undefined) return [{ kind: 'unit', unit: socketUnit }];
  const unit = container?.kind === 'found' ? undefined : findCommonUnit(circumstances);
  const unitWay: readonly KillWay[] = unit === undefined ? [] : [{ kind: 'unit', unit }];
  const refusals = listener.owners.flatMap((owner) => toRefusal(owner, circumstances) ?? []);
  if (refusals.length > 0) {
    // A service of Windows is stopped as what it is, where its process is never ended: svchost.
    const isService = unit?.manager === 'windows' && refusals.every((one) => one === 'essential');
    return isService ? [...ways, ...unitWay] : ways;
  }
  const isItsService = unit !== undefined && isServiceOf(unit, circumstances);
  if (isItsService) ways.push(...unitWay);
  const watcher = findWatcher(circumstances);
  if (watcher !== undefined) ways.push({ kind: 'watcher', watcher });
  ways.push({ kind: 'processes' });
  const mayEnd = below.filter((owner) => toRefusal(owner, circumstances) === undefined);
  if (mayEnd.length > 0) ways.push({ kind: 'tree', below: mayEnd });
  return isItsService ? ways : [...ways, ...unitWay];
}

/**
 * Whether the holders are what the unit is for, and not something that was started from within
 * it, as a dev server from an editor that runs as a unit.
 */
function isServiceOf({ name }: Unit, circumstances: KillCircumstances): boolean {
  const { listener, contexts, unitFacts } = circumstances;
  const mainPid = unitFacts.get(name)?.mainPid;
  if (mainPid === undefined) return true;
  return listener.owners.some(({ identity, parentPid }) => {
    if (identity.pid === mainPid) return true;
    const keeper = contexts.get(identity.pid)?.watcher;
    const keepsMany = keeper !== undefined && KEEPERS_OF_MANY.has(keeper.name);
    return parentPid === mainPid && !keepsMany;
  });
}

/**
 * The unit that runs all of the holders; stopping it for one of several would not free the port,
 * and stopping one that we live in would end us and whatever we were started from.
 */
function findCommonUnit(circumstances: KillCircumstances): Unit | undefined {
  const { listener, contexts, ownUnits } = circumstances;
  const [first, ...rest] = listener.owners.map(({ identity }) => contexts.get(identity.pid)?.unit);
  if (first === undefined || !rest.every((unit) => isSameUnit(unit, first))) return undefined;
  return ownUnits.some((own) => isSameUnit(own, first)) ? undefined : first;
}

function isSameUnit(a: Unit | undefined, b: Unit): boolean {
  return a?.name === b.name && a.isUserUnit === b.isUserUnit;
}

/** The nearest watcher that may be ended and keeps nothing else. */
function findWatcher(circumstances: KillCircumstances): Watcher | undefined {
  const { listener, contexts } = circumstances;
  return listener.owners
    .map(({ identity }) => contexts.get(identity.pid)?.watcher)
    .find(
      (watcher) =>
        watcher !== undefined &&
        !KEEPERS_OF_MANY.has(watcher.name) &&
        toRefusal(watcher.process, circumstances) === undefined,
    );
}

function toRefusal(owner: Owner, circumstances: KillCircumstances) {
  return decideRefusal(owner, circumstances.contexts.get(owner.identity.pid), circumstances);
}
