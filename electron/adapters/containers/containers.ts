import type { ContainerResult, Containers, EngineState } from '../../core/host-processes.ts';
import type { Container } from '../../../shared/container.ts';
import type { EngineFailure } from '../../../shared/supervision.ts';
import { askEngines, within } from './ask-engines.ts';
import { askEngine, toReason } from './engine-request.ts';
import { findContainer } from './find-container.ts';
import { locateContainer } from './locate-container.ts';
import { FULL_ID } from './parse-containers.ts';

export interface ContainersOptions {
  /** Of the engines that may be there. */
  readonly sockets: readonly string[];
  /** How long a question may take. */
  readonly answerWithinMs?: number;
  /** How long an engine may take beyond the time that it gives the container. */
  readonly marginMs?: number;
}

const KNOWN_ID = /^[0-9a-f]{12,64}$/;

/**
 * Asks Docker and Podman over their sockets; every failure is a value, in a bounded time. A Podman
 * pod is stopped and restarted whole, for its ports belong to all of its containers.
 */
export function createContainers(options: ContainersOptions): Containers {
  const { sockets, answerWithinMs = 1500, marginMs = 5000 } = options;

  async function act(
    verb: 'stop' | 'restart',
    { id }: Container,
    graceMs: number,
  ): Promise<ContainerResult> {
    // A shorter id could come to mean another container than the one that was shown.
    if (!FULL_ID.test(id)) return toFailure('no-such-container');
    const located = await within(answerWithinMs, (signal) =>
      askEngines(sockets, (socketPath) => locateContainer(socketPath, id, signal)),
    );
    if (located.kind === 'none') return toFailure('no-such-container');
    if (located.kind === 'unknown') return toFailure(located.reason);
    const { socketPath, podId } = located.found;
    const graceSeconds = Math.ceil(Math.max(0, graceMs) / 1000);
    const paths = toPaths(verb, id, podId, graceSeconds);
    return within(graceSeconds * 1000 + marginMs, async (signal) => {
      for (const path of paths) {
        const result = await post(socketPath, path, signal);
        if (result.kind === 'failed') return result;
      }
      return { kind: 'done' };
    });
  }

  return {
    async find(question) {
      const { containerId } = question;
      if (containerId !== undefined && !KNOWN_ID.test(containerId)) {
        // Of another kind of container, which neither Docker nor Podman knows.
        return { kind: 'unknown', reason: 'no-such-container' };
      }
      const answer = await within(answerWithinMs, (signal) =>
        askEngines(sockets, (socketPath) => findContainer(socketPath, question, signal)),
      );
      return answer.kind === 'found' ? { kind: 'found', container: answer.found } : answer;
    },
    stop: (container, graceMs) => act('stop', container, graceMs),
    restart: (container, graceMs) => act('restart', container, graceMs),
    async listEngines() {
      const states = await within(answerWithinMs, (signal) =>
        Promise.all(sockets.map((socketPath) => readState(socketPath, signal))),
      );
      return states.filter((state) => state !== undefined);
    },
  };
}

/** Whether the engine behind this socket answers; undefined where there is no socket. */
async function readState(
  socketPath: string,
  signal: AbortSignal,
): Promise<EngineState | undefined> {
  const reply = await askEngine({ socketPath, method: 'GET', path: '/_ping', signal });
  switch (reply.kind) {
    case 'absent':
      return undefined;
    case 'failed':
      return { socketPath, state: reply.reason };
    case 'replied':
      return { socketPath, state: reply.status === 200 ? 'answers' : toReason(reply.status) };
  }
}

/** What to ask for, one after the other. */
function toPaths(
  verb: 'stop' | 'restart',
  id: string,
  podId: string | undefined,
  graceSeconds: number,
): readonly string[] {
  if (podId === undefined) return [`/containers/${id}/${verb}?t=${graceSeconds}`];
  const pod = `/v4.0.0/libpod/pods/${podId}`;
  const stop = `${pod}/stop?t=${graceSeconds}`;
  // A pod's own restart has no grace: it waits ten seconds for each container in turn.
  return verb === 'stop' ? [stop] : [stop, `${pod}/start`];
}

/** 304: it had ended, or run, already. */
const DONE = new Set([200, 204, 304]);

async function post(
  socketPath: string,
  path: string,
  signal: AbortSignal,
): Promise<ContainerResult> {
  const reply = await askEngine({ socketPath, method: 'POST', path, signal });
  if (reply.kind === 'absent') return toFailure('not-running');
  if (reply.kind === 'failed') return reply;
  return DONE.has(reply.status) ? { kind: 'done' } : toFailure(toReason(reply.status));
}

function toFailure(reason: EngineFailure): ContainerResult {
  return { kind: 'failed', reason };
}
