import { formatLocalAddress } from './address.ts';
import type { KillPlan } from './kill.ts';
import type { Protocol } from './listener.ts';

type HeldPort = KillPlan['alsoHolds'][number];

const toKey = ({ protocol, address, port }: HeldPort): string => `${protocol} ${address} ${port}`;

/** What else the processes of these plans would give up, each once; not what is asked for itself. */
export function listAlsoHeld(
  plans: readonly KillPlan[],
  asked: readonly HeldPort[],
): KillPlan['alsoHolds'] {
  const own = new Set(asked.map(toKey));
  const others = plans.flatMap(({ alsoHolds }) => alsoHolds).filter((one) => !own.has(toKey(one)));
  return [...new Map(others.map((one) => [toKey(one), one])).values()];
}

/** `127.0.0.1:3000`, `UDP 0.0.0.0:5353`: the protocol is said where it is not the one asked for. */
export function toAlsoHeldWords(held: readonly HeldPort[], asked: Protocol): readonly string[] {
  return held.map(({ protocol, address, port }) => {
    const place = formatLocalAddress(address, port);
    return protocol === asked ? place : `${protocol.toUpperCase()} ${place}`;
  });
}
