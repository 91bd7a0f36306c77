import type { Container } from '../../shared/container.ts';
import type { Listener } from '../../shared/listener.ts';

/** Names the very sockets: another socket on the same address may be another's. */
export function toSocketsId({ key, sockets }: Listener): string {
  return `${key}|${sockets.join(',')}`;
}

/** The listeners with the containers that are known; the same list where none is. */
export function nameContainers(
  listeners: readonly Listener[],
  containers: ReadonlyMap<string, Container>,
): readonly Listener[] {
  if (containers.size === 0) return listeners;
  return listeners.map((listener) => {
    const container = containers.get(toSocketsId(listener));
    return container === undefined ? listener : { ...listener, container };
  });
}
