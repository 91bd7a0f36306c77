import type { EngineAnswer } from './ask-engines.ts';
import { askEngine, toReason } from './engine-request.ts';
import { parseInspection } from './parse-containers.ts';

/** Where a container is to be acted on. */
export interface ContainerPlace {
  readonly socketPath: string;
  /** The Podman pod that it holds together, which is then acted on instead. */
  readonly podId: string | undefined;
}

/** Whether this engine has the container of this very id, running or not. */
export async function locateContainer(
  socketPath: string,
  id: string,
  signal: AbortSignal,
): Promise<EngineAnswer<ContainerPlace>> {
  const path = `/containers/${id}/json`;
  const reply = await askEngine({ socketPath, method: 'GET', path, signal });
  if (reply.kind === 'absent') return reply;
  if (reply.kind === 'failed') return { kind: 'unknown', reason: reply.reason };
  if (reply.status === 404) return { kind: 'none' };
  if (reply.status !== 200) return { kind: 'unknown', reason: toReason(reply.status) };
  // An engine also knows containers by their names, and a name may look like an id.
  if (parseInspection(reply.body)?.id !== id) return { kind: 'unknown', reason: 'unreadable' };
  if (reply.engine === 'docker') return { kind: 'found', found: { socketPath, podId: undefined } };
  const own = await askEngine({ socketPath, method: 'GET', path: `/v4.0.0/libpod${path}`, signal });
  if (own.kind === 'absent') return { kind: 'unknown', reason: 'not-running' };
  if (own.kind === 'failed') return { kind: 'unknown', reason: own.reason };
  const podId = own.status === 200 ? parseInspection(own.body)?.infraOfPod : undefined;
  return { kind: 'found', found: { socketPath, podId } };
}
