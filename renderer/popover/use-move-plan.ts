import { useEffect, useRef, useState } from 'react';
import type { CommandOutput } from '../../shared/contract.ts';
import { invoke } from '../bridge.ts';
import type { OpenDialog } from './acts.ts';

type MoveOffer = Extract<OpenDialog, { kind: 'move' }>;
export type MentionsFound = CommandOutput<'service.find-mentions'>;

export interface MovePlan {
  /** With the plan and the token of what is chosen now. */
  readonly offer: MoveOffer;
  /** Absent until main has read the project. */
  readonly found: MentionsFound | undefined;
  readonly chosen: readonly string[];
  /** What is shown is not yet what is chosen. */
  readonly isPlanning: boolean;
  choose(ids: readonly string[]): void;
}

/** A move as it was offered, and as it becomes with the mentions that a person adds to it. */
export function useMovePlan(first: MoveOffer): MovePlan {
  const [offer, setOffer] = useState(first);
  const [found, setFound] = useState<MentionsFound>();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isPlanning, setIsPlanning] = useState(false);
  const lastAsked = useRef(0);
  const watchedPortId = first.watchedPort.id;
  const canMove = first.plan.kind === 'ready';

  useEffect(() => {
    let isGone = false;
    if (canMove) {
      invoke('service.find-mentions', { watchedPortId }).then(
        (answer) => {
          if (!isGone) setFound(answer);
        },
        // The move itself does not depend on them.
        () => undefined,
      );
    }
    return () => {
      isGone = true;
    };
  }, [watchedPortId, canMove]);

  const choose = (ids: readonly string[]) => {
    const asked = (lastAsked.current += 1);
    setChosen(ids);
    setIsPlanning(true);
    invoke('service.plan-reassign', { watchedPortId, alsoChange: ids }).then(
      (reply) => {
        if (asked !== lastAsked.current) return;
        setOffer({ ...first, ...reply });
        setIsPlanning(false);
      },
      () => {
        if (asked !== lastAsked.current) return;
        // What is shown is the plan before this click, so the ticks go back to it as well.
        setOffer(first);
        setChosen([]);
        setIsPlanning(false);
      },
    );
  };
  return { offer, found, chosen, isPlanning, choose };
}
