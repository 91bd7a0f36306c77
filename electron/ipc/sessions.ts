import {
  askedSchema,
  helloSchema,
  PROTOCOL_VERSIONS,
  requests,
  type Answer,
  type Greeting,
  type RequestHandlers,
  type RequestRefusal,
} from '../../shared/coordinator.ts';
import { parseJson } from '../../shared/parse-json.ts';
import type { Clock } from '../core/host.ts';
import type { Peer, PeerHandler } from '../core/host-coordinator.ts';
import { callChecked, type CheckedCall } from './checked-call.ts';
import { createRateLimit } from './rate-limit.ts';

const REQUESTS_PER_SECOND = 1000;
/** How long who asks more often waits until the next look. */
const SLOW_DOWN_MS = 20;

export interface SessionsParts {
  readonly handlers: RequestHandlers;
  readonly clock: Clock;
  readonly log: {
    refused(reason: RequestRefusal | 'malformed', name: string): void;
    failed(name: string, error: unknown): void;
  };
}

/**
 * What is said with one peer after the other: the version is agreed on, then each line is a request
 * that is checked, carried out and answered. Who says anything else is hung up on; who asks too
 * often is slowed down.
 */
export function createSessions({ handlers, clock, log }: SessionsParts) {
  return (peer: Peer): PeerHandler => {
    const limit = createRateLimit(REQUESTS_PER_SECOND);
    let isAgreed = false;

    function hangUp(): void {
      log.refused('malformed', '');
      peer.close();
    }

    function greet(message: unknown): void {
      const hello = helloSchema.safeParse(message);
      if (!hello.success) return hangUp();
      const version = PROTOCOL_VERSIONS.find((ours) => hello.data.versions.includes(ours));
      isAgreed = version !== undefined;
      const greeting: Greeting =
        version === undefined
          ? { kind: 'unwelcome', versions: [...PROTOCOL_VERSIONS] }
          : { kind: 'welcome', version };
      peer.send(JSON.stringify(greeting));
      if (!isAgreed) peer.close();
    }

    function toAnswer(id: number, name: string, call: CheckedCall): Answer {
      if (call.kind === 'reply') return { id, kind: 'reply', output: call.output };
      const reason = call.kind === 'unknown' ? 'unknown-request' : call.kind;
      if (call.kind === 'failed') log.failed(name, call.error);
      else log.refused(reason, name);
      return { id, kind: 'refused', reason };
    }

    return async (line) => {
      while (!limit(clock.monotonicMs())) await clock.sleep(SLOW_DOWN_MS);
      const message = parseJson(line);
      if (!isAgreed) return greet(message);
      const asked = askedSchema.safeParse(message);
      if (!asked.success) return hangUp();
      const { id, name, input } = asked.data;
      const context = { pid: peer.pid };
      const call = await callChecked(requests, handlers, { name, input, context });
      peer.send(JSON.stringify(toAnswer(id, name, call)));
    };
  };
}
