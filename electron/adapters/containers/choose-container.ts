import type { Protocol } from '../../../shared/listener.ts';
import type { ListedContainer, PublishedPorts } from './parse-containers.ts';

/** A listener whose container is wanted. */
export interface ContainerQuestion {
  readonly protocol: Protocol;
  readonly address: string;
  readonly port: number;
  /** At least the first 12 digits; without it the port decides. */
  readonly containerId: string | undefined;
}

export interface ChosenContainer {
  readonly container: ListedContainer;
  readonly privatePort: number | undefined;
  /** Of a pod's infra container: the others, for which it holds the port. */
  readonly members: readonly ListedContainer[];
}

/** The container that was asked for, or why there is none: nobody, or several to choose from. */
export type Choice = ChosenContainer | 'none' | 'ambiguous';

/**
 * The one container of an engine that a listener belongs to. Its id decides where it is known,
 * else the published port, with the address that the listener really has.
 */
export function chooseContainer(
  containers: readonly ListedContainer[],
  question: ContainerQuestion,
): Choice {
  const { containerId } = question;
  if (containerId === undefined) return chooseByPort(containers, question);
  const [container, another] = containers.filter(({ id }) => id.startsWith(containerId));
  if (container === undefined) return 'none';
  if (another !== undefined) return 'ambiguous';
  const privatePort = findBest(container, question)?.privatePort;
  return { container, privatePort, members: listMembers(containers, container) };
}

/*
 * All containers of a Podman pod list the ports that its infra container holds. The port is free
 * when that one ends and not before, whichever of the others listens; so it stands for the pod.
 */
function chooseByPort(containers: readonly ListedContainer[], question: ContainerQuestion): Choice {
  const matches = containers.flatMap((container) => {
    const best = findBest(container, question);
    return best === undefined ? [] : [{ container, ...best }];
  });
  // Two containers may publish one port on the wildcards of both families.
  const isExact = matches.some((match) => match.isExact);
  const candidates = matches.filter((match) => match.isExact === isExact);
  const infras = candidates.filter(({ container }) => container.isInfra);
  const others = candidates.filter(({ container }) => !container.isInfra);
  const [chosen, another] = infras.length > 0 ? infras : others;
  if (chosen === undefined) return 'none';
  if (another !== undefined) return 'ambiguous';
  const { container, privatePort } = chosen;
  return { container, privatePort, members: listMembers(containers, container) };
}

function listMembers(
  containers: readonly ListedContainer[],
  { isInfra, podName }: ListedContainer,
): readonly ListedContainer[] {
  if (!isInfra || podName === undefined) return [];
  return containers.filter((other) => !other.isInfra && other.podName === podName);
}

interface PortMatch {
  readonly privatePort: number;
  /** The very address, and not merely the same in the other family. */
  readonly isExact: boolean;
}

function findBest(container: ListedContainer, question: ContainerQuestion): PortMatch | undefined {
  const matches = container.published.flatMap((ports) => toMatch(ports, question));
  return matches.find(({ isExact }) => isExact) ?? matches[0];
}

function toMatch(ports: PublishedPorts, question: ContainerQuestion): readonly PortMatch[] {
  const offset = question.port - ports.publicPort;
  if (ports.protocol !== question.protocol || offset < 0 || offset >= ports.count) return [];
  const published = toPlainAddress(ports.address);
  const address = toPlainAddress(question.address);
  const isExact = published === address;
  // A forwarder on a wildcard may listen in one family for both, or say nothing of its address. It
  // never listens on one address for a wildcard: there somebody else listens.
  const areWildcards = WILDCARDS.has(published) && WILDCARDS.has(address);
  return isExact || areWildcards ? [{ privatePort: ports.privatePort + offset, isExact }] : [];
}

const WILDCARDS = new Set(['', '0.0.0.0', '::', '*']);

function toPlainAddress(address: string): string {
  return address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
}
