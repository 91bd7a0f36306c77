import type { Listener } from '../../shared/listener.ts';

/** What tells one listener from another. */
export type ListenerPlace = Pick<Listener, 'port' | 'protocol' | 'family' | 'address' | 'user'>;

/** The order in which listeners are told: by port, protocol, family, address and user. */
export function compareListeners(a: ListenerPlace, b: ListenerPlace): number {
  return (
    a.port - b.port ||
    compareText(a.protocol, b.protocol) ||
    a.family - b.family ||
    compareText(a.address, b.address) ||
    compareText(a.user, b.user)
  );
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
