import type { Container } from '../../shared/container.ts';
import type { Unit } from '../../shared/supervision.ts';

/** The line that stops a unit; undefined for a name that a shell would not leave alone. */
export function toUnitCommand({ name, isUserUnit }: Unit): string | undefined {
  if (!/^[\w.@:-]+$/.test(name)) return undefined;
  return isUserUnit ? `systemctl --user stop ${name}` : `systemctl stop ${name}`;
}

/** The line that does the same through the engine's own program. */
export function toEngineCommand(
  { engine, id }: Pick<Container, 'engine' | 'id'>,
  act: 'stop' | 'restart',
): string {
  return `${engine} ${act} ${id.slice(0, 12)}`;
}
