import type { Owner } from '../../../shared/listener.ts';
import type {
  KillMeans,
  KillOutcome,
  KillPlan,
  KillRemainder,
  KillWayKind,
} from '../../../shared/kill.ts';
import type { Host } from '../host.ts';
import type { KillRounds } from './kill-rounds.ts';
import { findOthers, isTarget, readStanding, toStanding, type Standing } from './port-standing.ts';
import { isSomeOfProgram, toRespawn } from './respawn.ts';

/** A kill that was begun. */
export interface Attempt {
  readonly plan: KillPlan;
  readonly way: KillWayKind;
  readonly means: KillMeans;
  readonly startedMs: number;
  /** Absent where somebody else ends the processes: a service manager, an engine. */
  readonly rounds?: KillRounds;
  /** Force whoever outlives the grace time. */
  readonly forceAfterGrace?: boolean;
}

/** How soon the port is looked at after a signal; a scan costs less than a millisecond. */
const PAUSE_FIRST_MS = 4;
const PAUSE_GROWTH = 1.5;
const PAUSE_MAX_MS = 250;
/** SIGKILL is not negotiable, so waiting longer proves nothing. */
const FORCE_WAIT_MS = 2000;
/** Who has chosen not to hear SIGTERM will not hear it later either. */
const DEAF_WAIT_MS = 500;
/** A process that gave its port up may take this long to end before it counts as living on. */
const LEAVING_MS = 250;
const RESTART_WAIT_MS = 10_000;

/** Looks at the port until it is free, or the time of this kill is over, and says what became of it. */
export async function proveFreed(host: Host, attempt: Attempt): Promise<KillOutcome> {
  const { plan, rounds } = attempt;
  let { means } = attempt;
  let deadlineMs = means === 'force' ? FORCE_WAIT_MS : plan.graceMs;
  const pauses = createPauses(host);
  for (;;) {
    await pauses.next();
    rounds?.goOn();
    const afterMs = toElapsed(host, attempt);
    const standing = await lookAtPort(host, attempt);
    if (standing.kind === 'free') {
      const settled = await settle(host, { ...attempt, means }, afterMs);
      if (settled !== undefined) return settled;
      continue;
    }
    if (standing.kind === 'taken-again') return toTakenAgain(attempt, standing.holders, afterMs);
    const holders = standing.kind === 'held' ? standing.holders : [];
    // Those who hear it, and only hold no port, have all of the time that the person was told.
    const asked = [...holders, ...(rounds?.listAlive() ?? [])];
    const isDeaf = means === 'graceful' && afterMs >= DEAF_WAIT_MS && isEveryDeaf(host, asked);
    if (afterMs < deadlineMs && !isDeaf) continue;
    if (attempt.forceAfterGrace === true && means === 'graceful' && rounds !== undefined) {
      means = 'force';
      deadlineMs = afterMs + FORCE_WAIT_MS;
      pauses.restart();
      rounds.force();
      continue;
    }
    if (standing.kind === 'unknown') return { kind: 'scan-failed', wasSignalled: true };
    const because = toCause(host, attempt, holders);
    return { kind: 'still-held', holders, afterMs, means, because };
  }
}

/** Looks at the port until the container listens again. */
export async function proveRestarted(
  host: Host,
  plan: KillPlan,
  name: string,
  startedMs: number,
): Promise<KillOutcome> {
  const pauses = createPauses(host);
  for (;;) {
    const standing = toStanding(await host.scanner.scan(), plan);
    const afterMs = Math.round(host.clock.monotonicMs() - startedMs);
    if (standing.kind === 'taken-again') return { kind: 'restarted', name, afterMs };
    if (afterMs >= RESTART_WAIT_MS) {
      return standing.kind === 'unknown'
        ? { kind: 'scan-failed', wasSignalled: true }
        : { kind: 'freed', afterMs, means: 'graceful', way: 'container-restart' };
    }
    await pauses.next();
  }
}

/**
 * The port is free; waits for the processes too, and for those who would take it again. Undefined
 * where one of the processes has opened it again by itself, so that it is not given up after all.
 */
async function settle(
  host: Host,
  attempt: Attempt,
  afterMs: number,
): Promise<KillOutcome | undefined> {
  const { plan, means, way, rounds } = attempt;
  const respawn = toRespawn(attempt);
  const patienceMs = way === 'tree' ? plan.graceMs : LEAVING_MS;
  const pauses = createPauses(host);
  for (;;) {
    rounds?.goOn();
    const sinceMs = toElapsed(host, attempt) - afterMs;
    // Whoever has just died is seen as a zombie until its parent gets to know.
    const isAnyLeaving = listLiving(host, attempt).length > 0 || isAnyZombie(host, plan);
    const isWaiting = sinceMs < patienceMs && isAnyLeaving;
    if (!isWaiting && sinceMs >= respawn.watchMs) break;
    await pauses.next();
    const standing = await lookAtPort(host, attempt);
    if (standing.kind === 'held') return undefined;
    if (standing.kind === 'taken-again') {
      return toTakenAgain(attempt, standing.holders, toElapsed(host, attempt));
    }
  }
  const remainder = await findRemainder(host, attempt);
  return { kind: 'freed', afterMs, means, way, ...(remainder !== undefined && { remainder }) };
}

function listLiving(host: Host, { rounds, plan }: Attempt): readonly Owner[] {
  return (
    rounds?.listAlive() ?? plan.targets.filter(({ identity }) => host.processes.isAlive(identity))
  );
}

function isAnyZombie(host: Host, { targets }: KillPlan): boolean {
  return targets.some(({ identity }) => host.processes.readCondition(identity).state === 'zombie');
}

async function findRemainder(host: Host, attempt: Attempt): Promise<KillRemainder | undefined> {
  const { plan } = attempt;
  const others = await findOthers(host, plan);
  if (others !== undefined) return others;
  if (listLiving(host, attempt).length > 0) return 'process-lives';
  if (isAnyZombie(host, plan)) return 'zombie';
  const uses = await host.portUses.read(plan.protocol, [plan.port]);
  return uses?.some(({ state }) => state === 'closing') === true ? 'closing' : undefined;
}

function toTakenAgain(attempt: Attempt, holders: readonly Owner[], afterMs: number): KillOutcome {
  const { starter } = toRespawn(attempt);
  const isSameProgram = isSomeOfProgram(holders, attempt.plan.targets);
  return {
    kind: 'taken-again',
    holders,
    afterMs,
    isSameProgram,
    ...(isSameProgram && starter),
  };
}

function isEveryDeaf(host: Host, asked: readonly Owner[]): boolean {
  return (
    asked.length > 0 &&
    asked.every(({ identity }) => host.processes.readCondition(identity).ignoresTerm)
  );
}

type Cause = Extract<KillOutcome, { kind: 'still-held' }>['because'];

function toCause(host: Host, { plan, means }: Attempt, holders: readonly Owner[]): Cause {
  if (holders.length === 0) return 'hidden';
  if (!holders.some((one) => isTarget(one, plan))) return 'others';
  const conditions = holders.map(({ identity }) => host.processes.readCondition(identity));
  if (conditions.some(({ state }) => state === 'uninterruptible')) return 'uninterruptible';
  if (conditions.some(({ state }) => state === 'traced')) return 'traced';
  if (conditions.some(({ state }) => state === 'stopped')) return 'stopped';
  if (means === 'graceful' && conditions.some(({ ignoresTerm }) => ignoresTerm)) {
    return 'ignores-term';
  }
  return 'slow';
}

/** Whoever was signalled and opens another socket has not given the port up. */
async function lookAtPort(host: Host, { plan, rounds }: Attempt): Promise<Standing> {
  const standing = await readStanding(host, plan);
  if (standing.kind !== 'taken-again' || rounds === undefined) return standing;
  const { holders } = standing;
  const isKept = holders.length > 0 && holders.every((one) => isTarget(one, plan));
  return isKept ? { kind: 'held', holders } : standing;
}

function toElapsed(host: Host, { startedMs }: Attempt): number {
  return Math.round(host.clock.monotonicMs() - startedMs);
}

interface Pauses {
  next(): Promise<void>;
  restart(): void;
}

/** Short pauses first, since most processes end at once, and longer ones for those that take time. */
function createPauses({ clock }: Host): Pauses {
  let pauseMs = PAUSE_FIRST_MS;
  return {
    async next() {
      const ms = pauseMs;
      pauseMs = Math.min(pauseMs * PAUSE_GROWTH, PAUSE_MAX_MS);
      await clock.sleep(ms);
    },
    restart() {
      pauseMs = PAUSE_FIRST_MS;
    },
  };
}
