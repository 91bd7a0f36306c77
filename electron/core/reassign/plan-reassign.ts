import type { ConfigTarget } from '../../../shared/config-target.ts';
import type { Listener } from '../../../shared/listener.ts';
import type { ReassignPlan, ReassignRefusal } from '../../../shared/reassign.ts';
import type { Settings } from '../../../shared/settings.ts';
import { listSameService } from '../../../shared/watched-port.ts';
import { choosePort, type PortChoice } from '../free-ports/choose-port.ts';
import { findFreePorts } from '../free-ports/find-free-ports.ts';
import type { FreePortQuestion, KnownOfPorts } from '../free-ports/obstacles.ts';
import { toStrategy } from '../free-ports/watched-strategy.ts';
import type { Host, PortLimits } from '../host.ts';
import { decideRestartOffer } from './restart-offer.ts';

/** A person reads the reasons; beyond this many they say nothing new. */
const PASSED_OVER_MAX = 200;

/** What was learned of ports before, and the port of the plan before this one. */
export type PlanMemory = Pick<
  KnownOfPorts,
  'recentlyTaken' | 'contested' | 'leased' | 'lastGiven'
> & {
  readonly kept?: number | undefined;
};

/** What a plan is made from. */
export interface PlanSituation {
  readonly settings: Settings;
  readonly listeners: readonly Listener[];
  readonly limits: PortLimits | undefined;
}

/** A watched port by its id, and the port that it should get where the person chose one. */
export interface MoveWish {
  readonly watchedPortId: string;
  readonly to?: number | undefined;
  /** What else is to get the new port, in the same move. */
  readonly alsoChange?: readonly ConfigTarget[];
}

/**
 * Says where a watched service would move and which lines that changes. Reads the configuration
 * files, binds nothing unless the system is to choose the port, and writes nothing.
 */
export async function planReassign(
  host: Host,
  { settings, listeners, limits }: PlanSituation,
  { watchedPortId, to, alsoChange = [] }: MoveWish,
  memory: PlanMemory,
): Promise<ReassignPlan> {
  const refuse = (refusal: ReassignRefusal): ReassignPlan => ({
    kind: 'refused',
    watchedPortId,
    refusal,
  });
  const watched = settings.watchedPorts.find(({ id }) => id === watchedPortId);
  if (watched === undefined) return refuse({ kind: 'unknown-watched-port' });
  const service = listSameService(settings.watchedPorts, watched);
  const own = listTargets(service.flatMap(({ configTargets }) => configTargets));
  if (own.length === 0) return refuse({ kind: 'no-config-target' });
  const targets = listTargets([...own, ...alsoChange]);

  const { kept, ...learned } = memory;
  const known: KnownOfPorts = {
    ...learned,
    current: watched.port,
    watchedPorts: settings.watchedPorts,
    listeners,
    limits,
    isPrivileged: host.processes.isPrivileged,
  };
  const question: FreePortQuestion = {
    strategy: to === undefined ? toStrategy(watched) : { kind: 'list', ranges: [{ from: to, to }] },
    protocols: service.map(({ protocol }) => protocol),
    ...(watched.address !== 'any' && { address: watched.address }),
    known,
  };
  const choice = await chooseFor(host, question, kept);
  if (choice === 'none') return refuse({ kind: 'no-system-port' });
  const passedOver = choice.passedOver.slice(0, PASSED_OVER_MAX);
  if (choice.kind === 'exhausted') return refuse({ kind: 'no-free-port', passedOver });

  const located = await host.configFiles.planEdits(targets, watched.port, choice.port);
  if (located.kind === 'refused') {
    return refuse({ kind: 'edit-refused', reason: located.reason, target: located.target });
  }
  const restart = await decideRestartOffer(host, service, listeners);
  const [, ...others] = service;
  return {
    kind: 'ready',
    watchedPortId,
    ...(others.length > 0 && { alongside: others.map(({ id }) => id) }),
    from: watched.port,
    to: choice.port,
    passedOver,
    ...(choice.isEphemeral && { isEphemeral: true }),
    edits: located.edits,
    ...(restart !== undefined && { restart }),
  };
}

/** Each place once, also where two entries of a service name it. */
function listTargets(targets: readonly ConfigTarget[]): readonly ConfigTarget[] {
  return [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()];
}

async function chooseFor(
  host: Host,
  question: FreePortQuestion,
  kept: number | undefined,
): Promise<PortChoice | 'none'> {
  const { strategy } = question;
  if (strategy.kind !== 'system') {
    // What is drawn stays drawn while it is offered; what is counted is counted anew.
    const again = strategy.kind === 'random' ? kept : undefined;
    return choosePort({ ...question, strategy }, host.randomBelow, again);
  }
  if (kept !== undefined) {
    const range = { from: kept, to: kept };
    const choice = choosePort(
      { ...question, strategy: { kind: 'range', range } },
      host.randomBelow,
    );
    if (choice.kind === 'chosen') return choice;
  }
  const outcome = await findFreePorts(host, { ...question, count: 1 });
  if (outcome.kind === 'no-such-address') return 'none';
  const [first] = outcome.ports;
  const { passedOver } = outcome;
  if (first !== undefined) return { kind: 'chosen', ...first, passedOver };
  return passedOver.length === 0 ? 'none' : { kind: 'exhausted', passedOver };
}
