import type { Container } from '../../../shared/container.ts';
import type { KillPlan } from '../../../shared/kill.ts';
import type { Unit } from '../../../shared/supervision.ts';
import type { PortHolder } from '../../../shared/why.ts';

/** What Homebrew calls a service, in its label. */
const HOMEBREW = 'homebrew.mxcl.';

/** The line that stops a unit; undefined for a name that a shell, or the tool's options, would not leave alone. */
export function toUnitCommand({ name, isUserUnit, manager }: Unit): string | undefined {
  if (manager === 'windows') return /^[\w.@-]+$/.test(name) ? `sc stop ${name}` : undefined;
  if (!/^[\w.@:][\w.@:-]*$/.test(name)) return undefined;
  if (manager === 'launchd') {
    if (name.startsWith(HOMEBREW) && isUserUnit) {
      return `brew services stop ${name.slice(HOMEBREW.length)}`;
    }
    return isUserUnit
      ? `launchctl bootout gui/$(id -u)/${name}`
      : `sudo launchctl bootout system/${name}`;
  }
  return isUserUnit ? `systemctl --user stop ${name}` : `systemctl stop ${name}`;
}

/** The line that does the same through the engine's own program. */
export function toEngineCommand(
  { engine, id }: Pick<Container, 'engine' | 'id'>,
  act: 'stop' | 'restart',
): string {
  return `${engine} ${act} ${toShortId(id)}`;
}

/** As engines shorten the ids of their containers. */
export function toShortId(id: string): string {
  return /^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id;
}

/** The line that stops what would start these processes again; undefined where nothing would. */
export function toStopForGood(
  plan: KillPlan | undefined,
  processes: PortHolder['processes'],
): string | undefined {
  const [best] = plan?.ways ?? [];
  switch (best?.kind) {
    case 'unit':
      return toUnitCommand(best.unit);
    case 'container':
    case 'container-restart':
      return toEngineCommand(best.container, 'stop');
    case 'watcher': {
      const { port, protocol } = plan ?? {};
      // Not a bare pid to copy: by then it may be another process.
      return `portreeve kill ${port}${protocol === 'udp' ? ' --udp' : ''} --way watcher`;
    }
    case 'processes':
    case 'tree':
    case undefined:
      return toStopByControlGroup(processes);
  }
}

/** Where its engine gave no answer, the control group still tells which container it is. */
function toStopByControlGroup(processes: PortHolder['processes']): string | undefined {
  for (const { story } of processes) {
    const { runtime, id = '' } = story?.container ?? {};
    if ((runtime === 'docker' || runtime === 'podman') && /^[0-9a-f]{12,64}$/.test(id)) {
      return toEngineCommand({ engine: runtime, id }, 'stop');
    }
  }
  return undefined;
}
