import type { Settings } from '../../../shared/settings.ts';
import { askApp } from '../ask-app.ts';
import type { Host } from '../host.ts';
import type { ProbedPort } from '../state.ts';

/**
 * What the running app knows of the health of services; empty while none runs. It is asked only
 * where the settings name a probe.
 */
export async function askHealth(
  { coordinator }: Pick<Host, 'coordinator'>,
  { watchedPorts }: Settings,
): Promise<ReadonlyMap<string, ProbedPort>> {
  const known = new Map<string, ProbedPort>();
  if (!watchedPorts.some(({ probe }) => probe !== undefined)) return known;
  const answer = await askApp(coordinator, 'health.list', {});
  if (answer.kind !== 'answered') return known;
  for (const { watchedPortId, health } of answer.output.services) {
    const watchedPort = watchedPorts.find(({ id }) => id === watchedPortId);
    if (watchedPort !== undefined) known.set(watchedPortId, { watchedPort, health });
  }
  return known;
}
