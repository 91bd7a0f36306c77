import type { KillPlan, KillWayKind } from '../../../shared/kill.ts';
import type { LaunchOutcome, Startable } from '../../../shared/launch.ts';
import { toTitle } from '../../../shared/titles.ts';
import { findFreePorts } from '../free-ports/find-free-ports.ts';
import { toKnownOfPorts } from '../free-ports/known-of-state.ts';
import type { PortMemory } from '../free-ports/port-memory.ts';
import { NEXT_LIMIT } from '../free-ports/watched-strategy.ts';
import type { Protocol } from '../../../shared/listener.ts';
import type { Holds } from '../holds/holds.ts';
import type { Host } from '../host.ts';
import type { LaunchRecipe } from '../host-processes.ts';
import { toMovedRecipe } from '../reassign/moved-recipe.ts';
import type { RespawnWatch } from './respawn-watch.ts';
import type { StateCell } from '../state.ts';

/** The environment of a program may hold secrets, so it is forgotten soon. */
const KEEP_MS = 10 * 60_000;
const KEEP_MAX = 5;
/** More log files are not kept either. */
const LOGS_MAX = 20;

type Place = 'same-port' | 'elsewhere';

/** Starts again, as they were, processes that a kill has ended. */
export interface Relaunches {
  /** What it takes to start the process again; undefined where that is nobody's wish or not known. */
  capture(plan: KillPlan, way: KillWayKind): LaunchRecipe | undefined;
  remember(plan: KillPlan, recipe: LaunchRecipe | undefined): void;
  startAgain(id: string, place: Place): Promise<LaunchOutcome>;
  /** Where the output goes of what was started again under this id. */
  findLogFile(id: string): string | undefined;
}

interface Kept {
  readonly plan: KillPlan;
  readonly recipe: LaunchRecipe;
}

/** What is remembered of ports that were tried and of programs that may come back, and what is held. */
interface RelaunchParts {
  readonly ports: PortMemory;
  readonly respawns: Pick<RespawnWatch, 'forget'>;
  readonly holds: Pick<Holds, 'handOver' | 'takeBack'>;
}

export function createRelaunches(
  host: Host,
  cell: StateCell,
  { ports, respawns, holds }: RelaunchParts,
): Relaunches {
  const kept = new Map<string, Kept>();
  const starting = new Map<string, Promise<LaunchOutcome>>();
  const logFiles = new Map<string, string>();

  function show(startable: readonly Startable[]): void {
    cell.commit({ ...cell.get(), startable });
  }

  function forget(id: string): void {
    if (!kept.delete(id)) return;
    show(cell.get().startable.filter((one) => one.id !== id));
  }

  /** A port above the old one that is free now, bound for a moment to prove it. */
  async function findFreePort({ protocol, port }: KillPlan): Promise<number | undefined> {
    const state = cell.get();
    if (state.reading === undefined) return undefined;
    const outcome = await findFreePorts(host, {
      strategy: { kind: 'next', from: port + 1, limit: NEXT_LIMIT },
      protocols: [protocol],
      count: 1,
      known: { ...toKnownOfPorts(state, host, ports.recall()), current: port },
    });
    return outcome.kind === 'found' ? outcome.ports[0]?.port : undefined;
  }

  /** Frees the port where it is held for what is about to start on it; the ids of what was held. */
  async function handOverHeld(protocol: Protocol, port: number): Promise<readonly string[]> {
    const { watchedPorts, heldPorts } = cell.get().settings;
    const handedOver: string[] = [];
    for (const watched of watchedPorts) {
      if (watched.port !== port || watched.protocol !== protocol) continue;
      if (!heldPorts.includes(watched.id)) continue;
      if ((await holds.handOver(watched.id)).kind === 'handed-over') handedOver.push(watched.id);
    }
    return handedOver;
  }

  async function start(id: string, { plan, recipe }: Kept, place: Place): Promise<LaunchOutcome> {
    const to = place === 'elsewhere' ? await findFreePort(plan) : plan.port;
    const moved = to === undefined ? undefined : toRecipe(recipe, plan.port, to);
    if (to === undefined || moved === undefined) return { kind: 'no-port' };
    // Whoever is asked back has not come back by itself.
    respawns.forget(plan);
    const handedOver = await handOverHeld(plan.protocol, to);
    const result = await host.launcher.start(moved);
    host.logger.log('info', 'start-again', { port: to, result: result.kind });
    if (result.logFile !== undefined) rememberLog(id, result.logFile);
    if (result.kind === 'failed') {
      for (const heldId of handedOver) await holds.takeBack(heldId);
      return result;
    }
    forget(id);
    return { kind: 'started', pid: result.pid, port: to, logFile: result.logFile };
  }

  function rememberLog(id: string, logFile: string): void {
    const [oldest] = logFiles.keys();
    if (logFiles.size >= LOGS_MAX && oldest !== undefined) logFiles.delete(oldest);
    logFiles.set(id, logFile);
  }

  return {
    findLogFile: (id) => logFiles.get(id),

    capture(plan, way) {
      const [target] = plan.targets;
      if (way !== 'processes' && way !== 'tree') return undefined;
      return target?.user === host.processes.user
        ? host.launcher.capture(target.identity)
        : undefined;
    },

    remember(plan, recipe) {
      const [target] = plan.targets;
      if (recipe === undefined || target === undefined) return;
      const id = host.createId();
      const [oldest] = kept.keys();
      if (kept.size >= KEEP_MAX && oldest !== undefined) forget(oldest);
      kept.set(id, { plan, recipe });
      const canMove = toMovedRecipe(recipe, plan.port, plan.port === 1 ? 2 : 1) !== undefined;
      const { port, protocol } = plan;
      const name = toTitle(target).text;
      show([{ id, name, protocol, port, canMove }, ...cell.get().startable]);
      host.clock.schedule(KEEP_MS, () => {
        forget(id);
      });
    },

    /** A second click while the first is at work is the same start, not a second program. */
    startAgain(id, place) {
      const known = kept.get(id);
      if (known === undefined) return Promise.resolve({ kind: 'forgotten' });
      const underWay = starting.get(id);
      if (underWay !== undefined) return underWay;
      const outcome = start(id, known, place).finally(() => starting.delete(id));
      starting.set(id, outcome);
      return outcome;
    },
  };
}

function toRecipe(recipe: LaunchRecipe, from: number, to: number): LaunchRecipe | undefined {
  return from === to ? recipe : toMovedRecipe(recipe, from, to);
}
