import type { CommandOutput } from '../../shared/contract.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';

type Saved = CommandOutput<'watched-port.save'>;
type Obstacle = Exclude<Saved['kind'], 'saved' | 'watched-twice'>;

/**
 * Watches one after the other; what stopped it, or undefined when all are watched, be it by another
 * entry.
 */
export async function watchAll(
  watchedPorts: readonly WatchedPort[],
  save: (watchedPort: WatchedPort) => Promise<Saved>,
): Promise<Obstacle | undefined> {
  for (const watchedPort of watchedPorts) {
    const { kind } = await save(watchedPort);
    if (kind !== 'saved' && kind !== 'watched-twice') return kind;
  }
  return undefined;
}
