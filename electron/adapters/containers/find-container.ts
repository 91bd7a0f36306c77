import type { Container } from '../../../shared/container.ts';
import type { EngineAnswer } from './ask-engines.ts';
import {
  chooseContainer,
  type ChosenContainer,
  type ContainerQuestion,
} from './choose-container.ts';
import { askEngine, toReason, type EngineReply } from './engine-request.ts';
import { parseContainers, parseInspection, type ListedContainer } from './parse-containers.ts';

/** Asks one engine for the container of a listener, with all that it tells of it. */
export async function findContainer(
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
  const restartPolicy = await readRestartPolicy(socketPath, choice.container.id, signal);
  return { kind: 'found', found: toContainer(list.engine, choice, restartPolicy) };
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
  if (reply.status !== 200) {
    // No list at this path: whatever listens there is no container engine.
    const reason = reply.status === 404 ? 'unreadable' : toReason(reply.status);
    return { kind: 'failed', reason };
  }
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

function toContainer(
  engine: Container['engine'],
  { container, privatePort, members }: ChosenContainer,
  restartPolicy: string | undefined,
): Container {
  const { id, name, isInfra, podName, image, composeProject, composeService } = container;
  // An infra container's own name and image say nothing to a person; its pod's do.
  const images = [...new Set(members.map(({ image }) => image))];
  return {
    engine,
    id,
    name: isInfra && podName !== undefined ? podName : name,
    image: images.length === 0 ? image : images.join(', '),
    ...(composeProject !== undefined && { composeProject }),
    ...(composeService !== undefined && { composeService }),
    ...(privatePort !== undefined && { privatePort }),
    ...(restartPolicy !== undefined && { restartPolicy }),
  };
}
