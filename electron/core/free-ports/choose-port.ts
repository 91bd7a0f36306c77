import type { PassedOver } from '../../../shared/reassign.ts';
import { createObstacles, isEphemeral, type FreePortQuestion } from './obstacles.ts';
import { isWithin, iteratePorts, type FreePortStrategy, type RandomBelow } from './strategy.ts';

/** A question that can be answered from what is known; what the system gives must be asked for. */
export type KnownQuestion = FreePortQuestion & { readonly strategy: FreePortStrategy };

export type PortChoice =
  | {
      readonly kind: 'chosen';
      readonly port: number;
      readonly isEphemeral: boolean;
      readonly passedOver: readonly PassedOver[];
    }
  | { readonly kind: 'exhausted'; readonly passedOver: readonly PassedOver[] };

/**
 * The ports that nothing known speaks against, in the order to try them and never one outside the
 * question. What is passed over is added to `passedOver`, complete when the walk has ended.
 */
export function* walkCandidates(
  question: KnownQuestion,
  randomBelow: RandomBelow,
  passedOver: PassedOver[],
): Generator<number, void> {
  const { strategy, known } = question;
  const findObstacle = createObstacles(question);
  const contested: number[] = [];
  try {
    for (const port of iteratePorts(strategy, randomBelow)) {
      const obstacle = findObstacle(port);
      if (obstacle !== undefined) passedOver.push(obstacle);
      // A list has the order that its author gave it.
      else if (strategy.kind !== 'list' && known.contested?.has(port) === true) {
        contested.push(port);
      } else yield port;
    }
    for (let port = contested.shift(); port !== undefined; port = contested.shift()) yield port;
  } finally {
    for (const port of contested) passedOver.push({ port, reason: 'contested' });
  }
}

/**
 * The first candidate that nothing known speaks against, with the reason for every port passed
 * over. Binds nothing: whether it can really be had is proven when it is held.
 */
export function choosePort(
  question: KnownQuestion,
  randomBelow: RandomBelow,
  /** Taken without a draw where nothing speaks against it, so that an offer stays the same. */
  kept?: number,
): PortChoice {
  if (kept !== undefined && isWithin(kept, question.strategy)) {
    if (createObstacles(question)(kept) === undefined) return toChosen(kept, question, []);
  }
  const passedOver: PassedOver[] = [];
  for (const port of walkCandidates(question, randomBelow, passedOver)) {
    return toChosen(port, question, passedOver);
  }
  return { kind: 'exhausted', passedOver };
}

function toChosen(
  port: number,
  { known }: KnownQuestion,
  passedOver: readonly PassedOver[],
): PortChoice {
  return { kind: 'chosen', port, isEphemeral: isEphemeral(port, known.limits), passedOver };
}
