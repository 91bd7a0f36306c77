import { Button } from '../components/Button.tsx';
import type { Victim } from '../lists/evidence.ts';
import { Say } from '../words/Say.tsx';
import { toKillTarget, useActs } from './acts.ts';

/** A button for everybody who can be ended; what an engine only stops does not look like a kill. */
export function VictimButtons(props: {
  readonly victims: readonly Victim[];
  /** The item under which the outcome is told. */
  readonly subjectId: string;
  readonly port: number;
  readonly isSmall?: boolean;
}) {
  const acts = useActs();
  const { victims, subjectId, port, isSmall = false } = props;
  return victims.map((victim) => (
    <Button
      key={victim.listenerKey}
      isSmall={isSmall}
      {...(!victim.isStop && { look: 'danger' })}
      onPress={() => acts.planKill(toKillTarget(victim, subjectId, port))}
    >
      <span className="one-line">
        <Say saying={victim.saying} />
      </span>
    </Button>
  ));
}
