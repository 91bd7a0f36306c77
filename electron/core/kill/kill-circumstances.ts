import type { Listener, Owner } from '../../../shared/listener.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { Unit, UnitFacts } from '../../../shared/supervision.ts';
import type { ContainerAnswer, ProcessCondition, ProcessContext } from '../host-processes.ts';
import type { NeverKill } from './never-kill.ts';

/** All that a plan to free a listener's port follows from. */
export interface KillCircumstances extends NeverKill {
  readonly listener: Listener;
  /** The whole reading, to say what else the processes hold. */
  readonly listeners: readonly Listener[];
  /** By pid; a process without an entry vanished while the plan was made. */
  readonly contexts: ReadonlyMap<number, ProcessContext>;
  readonly conditions: ReadonlyMap<number, ProcessCondition>;
  /** All that the holders started and that lives, without the holders themselves. */
  readonly below: readonly Owner[];
  /** What the engines say; absent where nothing points to a container. */
  readonly container: ContainerAnswer | undefined;
  /** The unit for which the service manager itself holds the port. */
  readonly socketUnit: Unit | undefined;
  /** By the unit's name. */
  readonly unitFacts: ReadonlyMap<string, UnitFacts>;
  /** Of our own process and those above it. */
  readonly ownUnits: readonly Unit[];
  /** Connected clients, or undefined when they could not be counted. */
  readonly clients: number | undefined;
  readonly user: string;
  /** May signal everybody's processes. */
  readonly isPrivileged: boolean;
  /** May look at everybody's processes. */
  readonly seesAll: boolean;
  readonly settings: Pick<Settings, 'askBeforeKill' | 'graceMs'>;
}
