import type { ContainerResult, Containers } from '../../core/host.ts';
import type { Container, EngineFailure } from '../../../shared/supervision.ts';
import { askEngines, within, type EngineAnswer } from './ask-engines.ts';
import { chooseContainer, type ContainerQuestion } from './choose-container.ts';
import { askEngine, type EngineReply } from './engine-request.ts';
import { parseContainers, parseInspection, type ListedContainer } from './parse-containers.ts';

export interface ContainersOptions {
  /** Of the engines that may be there. */
  readonly sockets: readonly string[];
  /** How long a question may take. */
  readonly answerWithinMs?: number;
  /** How long an engine may take beyond the time that it gives the container. */
  readonly marginMs?: number;
}

const KNOWN_ID = /^[0-9a-f]{12,64}$/;
const FULL_ID = /^[0-9a-f]{64}$/;

/** Asks Docker and Podman over their sockets; every failure is a value, in a bounded time. */
export function createContainers(options: ContainersOptions): Containers {
  const { sockets, answerWithinMs = 1500, marginMs = 5000 } = options;

  async function act(
    verb: 'stop' | 'restart',
    { id }: Container,
    graceMs: number,
  ): Promise<ContainerResult> {
    // A shorter id could come to mean another container than the one that was shown.
    if (!FULL_ID.test(id)) return toFailure('no-such-container');
    const home = await within(answerWithinMs, (signal) =>
      askEngines(sockets, (socketPath) => locateIn(socketPath, id, signal)),
    );
    if (home.kind === 'none') return toFailure('no-such-container');
    if (home.kind === 'unknown') return toFailure(home.reason);
    const graceSeconds = Math.ceil(Math.max(0, graceMs) / 1000);
    const path = `/containers/${id}/${verb}?t=${graceSeconds}`;
    const reply = await within(graceSeconds * 1000 + marginMs, (signal) =>
      askEngine({ socketPath: home.found, method: 'POST', path, signal }),
    );
    if (reply.kind === 'absent') return toFailure('not-running');
    if (reply.kind === 'failed') return reply;
    // 304: it had ended already.
    if (reply.status === 204 || reply.status === 304) return { kind: 'done' };
    return toFailure(toReason(reply.status));
  }

  return {
    async find(question) {
      const { containerId } = question;
      if (containerId !== undefined && !KNOWN_ID.test(containerId)) {
        // Of another kind of container, which neither Docker nor Podman knows.
        return { kind: 'unknown', reason: 'no-such-container' };
      }
      const answer = await within(answerWithinMs, (signal) =>
        askEngines(sockets, (socketPath) => findIn(socketPath, question, signal)),
      );
      return answer.kind === 'found' ? { kind: 'found', container: answer.found } : answer;
    },
    stop: (container, graceMs) => act('stop', container, graceMs),
    restart: (container, graceMs) => act('restart', container, graceMs),
  };
}

async function findIn(
  socketPath: string,
  question: ContainerQuestion,
  signal: AbortSignal,
): Promise<EngineAnswer<Container>> {
  const reply = await askEngine({ socketPath, method: 'GET', path: '/containers/json', signal });
  const list = reply.kind === 'replied' ? await readList(socketPath, reply, signal) : reply;
  if (list.kind === 'failed') return { kind: 'unknown', reason: list.reason };
  if (list.kind === 'absent') return list;
  const choice = chooseContainer(list.containers, question);
  if (choice === 'none') return { kind: 'none' };
  if (choice === 'ambiguous') return { kind: 'unknown', reason: 'unreadable' };
  const { container, privatePort } = choice;
  const { id, name, image, composeProject, composeService } = container;
  const restartPolicy = await readRestartPolicy(socketPath, id, signal);
  const found: Container = {
    engine: list.engine,
    id,
    name,
    image,
    ...(composeProject !== undefined && { composeProject }),
    ...(composeService !== undefined && { composeService }),
    ...(privatePort !== undefined && { privatePort }),
    ...(restartPolicy !== undefined && { restartPolicy }),
  };
  return { kind: 'found', found };
}

type Reply = Extract<EngineReply, { readonly kind: 'replied' }>;

type List =
  | Exclude<EngineReply, Reply>
  | {
      readonly kind: 'listed';
      readonly engine: Container['engine'];
      readonly containers: readonly ListedContainer[];
    };

/** The list that came, or Podman's own, which tells more. */
async function readList(socketPath: string, reply: Reply, signal: AbortSignal): Promise<List> {
  if (reply.status !== 200) return toListFailure(reply.status);
  const containers = parseContainers(reply.body);
  if (containers === undefined) return { kind: 'failed', reason: 'unreadable' };
  const { engine } = reply;
  if (engine === 'docker') return { kind: 'listed', engine, containers };
  const path = '/v4.0.0/libpod/containers/json';
  const own = await askEngine({ socketPath, method: 'GET', path, signal });
  if (own.kind !== 'replied') return own;
  const told = own.status === 200 ? parseContainers(own.body) : undefined;
  return { kind: 'listed', engine, containers: told ?? containers };
}

async function readRestartPolicy(
  socketPath: string,
  id: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = `/containers/${id}/json`;
  const reply = await askEngine({ socketPath, method: 'GET', path, signal });
  if (reply.kind !== 'replied' || reply.status !== 200) return undefined;
  return parseInspection(reply.body)?.restartPolicy;
}

/** Whether this engine has the container of this id, running or not. */
async function locateIn(
  socketPath: string,
  id: string,
  signal: AbortSignal,
): Promise<EngineAnswer<string>> {
  const path = `/containers/${id}/json`;
  const reply = await askEngine({ socketPath, method: 'GET', path, signal });
  if (reply.kind === 'absent') return reply;
  if (reply.kind === 'failed') return { kind: 'unknown', reason: reply.reason };
  if (reply.status === 404) return { kind: 'none' };
  if (reply.status !== 200) return { kind: 'unknown', reason: toReason(reply.status) };
  const isIt = parseInspection(reply.body)?.id === id;
  return isIt ? { kind: 'found', found: socketPath } : { kind: 'unknown', reason: 'unreadable' };
}

function toListFailure(status: number): List {
  // No list at this path: whatever listens there is no container engine.
  return { kind: 'failed', reason: status === 404 ? 'unreadable' : toReason(status) };
}

function toReason(status: number): EngineFailure {
  if (status === 404) return 'no-such-container';
  return status === 401 || status === 403 ? 'not-permitted' : 'unreadable';
}

function toFailure(reason: EngineFailure): ContainerResult {
  return { kind: 'failed', reason };
}
