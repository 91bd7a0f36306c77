import { prepareKill } from '../../../electron/core/kill/prepare-kill.ts';
import type { KillPlan } from '../../../shared/kill.ts';
import type { Listener } from '../../../shared/listener.ts';
import { someSettings } from '../../support/builders.ts';
import { createFakeMachine, type FakeMachine } from '../../support/fake-host.ts';

/** Those that the machine has and that kills are planned with. */
export const settings = someSettings();

export function aMachine(...listeners: readonly Listener[]): FakeMachine {
  const machine = createFakeMachine(settings);
  machine.listeners = listeners;
  return machine;
}

/** How the port of the first listener would be freed. */
export async function planOf(machine: FakeMachine): Promise<KillPlan> {
  const key = machine.listeners[0]?.key ?? '';
  const prepared = await prepareKill(machine.host, key, settings);
  if (prepared.kind !== 'planned') throw new Error(`no plan: ${prepared.kind}`);
  return prepared.plan;
}
