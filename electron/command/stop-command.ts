import type { PortHolder } from '../../shared/why.ts';

/** The line that stops what would start these processes again; undefined where nothing would. */
export function toStopCommand(processes: PortHolder['processes']): string | undefined {
  for (const { story } of processes) {
    const { container, unit } = story ?? {};
    if (container?.runtime === 'docker' || container?.runtime === 'podman') {
      return `${container.runtime} stop ${toShortId(container.id)}`;
    }
    // Only a name that a shell leaves alone may stand in a line to be copied.
    if (unit !== undefined && /^[\w.@:-]+$/.test(unit.name)) {
      return `systemctl ${unit.isUserUnit ? '--user ' : ''}stop ${unit.name}`;
    }
  }
  return undefined;
}

/** As engines shorten the ids of their containers. */
export function toShortId(id: string): string {
  return /^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id;
}
