import type { Settings } from '../../../shared/settings.ts';
import { askApp } from '../ask-app.ts';
import type { Host } from '../host.ts';

/**
 * The process that holds watched ports for their services: the running app, undefined while there
 * is none. It is asked only where the settings name such ports.
 */
export async function findKeeper(
  { coordinator }: Pick<Host, 'coordinator'>,
  { heldPorts }: Settings,
): Promise<number | undefined> {
  if (heldPorts.length === 0) return undefined;
  const answer = await askApp(coordinator, 'status.read', {});
  return answer.kind === 'answered' ? answer.output.pid : undefined;
}
