import type { Container } from '../../shared/container.ts';
import type { Listener } from '../../shared/listener.ts';
import { toSocketsId } from './container-names.ts';
import { isForwarder } from './kill/forwarders.ts';
import type { Host } from './host.ts';
import type { ContainerAnswer } from './host-processes.ts';
import { createLookAside } from './kill/look-aside.ts';
import type { StateCell } from './state.ts';

/** An engine that gave no answer is asked again after this long. */
const ASK_AGAIN_MS = 30_000;
/** An engine forwards a port before it tells of it, so "none" is doubted; each time twice as long. */
const RECHECK_MS = 1000;
const RECHECKS = 5;
/** A container may be renamed while its port stays. */
const KEEP_MS = 5 * 60_000;
/** So many are asked about together; the rest waits, lest engines or windows have to. */
const AT_ONCE = 32;

/**
 * Keeps the state's containers up to date. The engines are asked aside, so that one that hangs
 * never holds up a scan; until they have answered, listeners stand without a container.
 */
export interface ContainerWatch {
  /** Asks about listeners that nobody was asked about; resolves when all answers are in. */
  look(): Promise<'changed' | 'same'>;
  /** The same in the background, one look at a time; tells only of a change. */
  lookAside(onChange: () => void): void;
}

interface Answered {
  readonly container: Container | undefined;
  readonly askAgainAtMs: number;
  /** How often no container was found, though something points to one. */
  readonly misses: number;
}

export function createContainerWatch(host: Host, cell: StateCell): ContainerWatch {
  const answers = new Map<string, Answered>();
  let lookedAt: readonly Listener[] | undefined;
  let nextAskAtMs = Infinity;

  function keep(id: string, answer: ContainerAnswer | undefined): void {
    const container = answer?.kind === 'found' ? answer.container : undefined;
    const misses = answer?.kind === 'none' ? (answers.get(id)?.misses ?? 0) + 1 : 0;
    const askAgainAtMs = host.clock.monotonicMs() + toKeepMs(answer, misses);
    answers.set(id, { container, askAgainAtMs, misses });
  }

  function forgetGone(ids: ReadonlyMap<string, Listener>): void {
    for (const id of answers.keys()) if (!ids.has(id)) answers.delete(id);
  }

  function commit(): 'changed' | 'same' {
    const containers = new Map(
      [...answers].flatMap(([id, { container }]) =>
        container === undefined ? [] : [[id, container] as const],
      ),
    );
    const state = cell.get();
    if (JSON.stringify([...containers]) === JSON.stringify([...state.containers])) return 'same';
    cell.commit({ ...state, containers });
    return 'changed';
  }

  async function look(): Promise<'changed' | 'same'> {
    const listeners = cell.get().reading?.listeners ?? [];
    const nowMs = host.clock.monotonicMs();
    // Nothing is new and nothing is old: the usual case must cost nothing.
    if (listeners === lookedAt && nowMs < nextAskAtMs) return 'same';
    lookedAt = listeners;
    const byId = new Map(listeners.map((listener) => [toSocketsId(listener), listener]));
    forgetGone(byId);
    const due = [...byId].filter(([id]) => (answers.get(id)?.askAgainAtMs ?? 0) <= nowMs);
    for (let start = 0; start < due.length; start += AT_ONCE) {
      if (start > 0) await host.clock.sleep(0);
      await Promise.all(
        due
          .slice(start, start + AT_ONCE)
          .map(async ([id, listener]) => keep(id, await askForContainer(host, listener))),
      );
    }
    nextAskAtMs = Math.min(...[...answers.values()].map(({ askAgainAtMs }) => askAgainAtMs));
    return commit();
  }

  return { look, lookAside: createLookAside(look, host.logger) };
}

function toKeepMs(answer: ContainerAnswer | undefined, misses: number): number {
  if (answer?.kind === 'unknown') return ASK_AGAIN_MS;
  return answer?.kind === 'none' && misses <= RECHECKS ? RECHECK_MS * 2 ** (misses - 1) : KEEP_MS;
}

/**
 * Asks the engines whose port it is, where something points to a container: a forwarder holds it,
 * its process is in a container, or its owner is hidden, as a forwarder of root always is.
 */
export async function askForContainer(
  host: Host,
  { protocol, address, port, owners, ownerVisibility }: Listener,
): Promise<ContainerAnswer | undefined> {
  const ask = (containerId?: string): Promise<ContainerAnswer> =>
    host.containers.find({ protocol, address, port, containerId });
  if (owners.some(isForwarder)) return ask();
  if (ownerVisibility === 'hidden') {
    const answer = await ask();
    // An engine that is not there says nothing of a port that is likely somebody else's.
    return answer.kind === 'found' ? answer : undefined;
  }
  const ids = new Set(owners.map(({ identity }) => host.processes.readContainerId(identity)));
  const [containerId] = ids;
  return ids.size === 1 && containerId !== undefined ? ask(containerId) : undefined;
}
