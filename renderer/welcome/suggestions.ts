import type { ImportedPort } from '../../shared/project.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';

/** A port that could be watched. */
export interface Suggestion {
  readonly watchedPort: WatchedPort;
  /** The lines of files that say so; none where it only runs there now, which is a guess. */
  readonly places: ImportedPort['places'];
}

/** Adds what files say to what is known, each port once: files know more than a guess does. */
export function addWritten(
  known: readonly Suggestion[],
  ports: readonly ImportedPort[],
): readonly Suggestion[] {
  const written = ports.filter(({ watchedAs }) => watchedAs === undefined);
  const kept = known.filter(
    (one) => one.places.length > 0 || !written.some((other) => isSamePort(one, other)),
  );
  const fresh = written.filter((one) => !kept.some((other) => isSamePort(one, other)));
  return [...kept, ...fresh.map(({ watchedPort, places }) => ({ watchedPort, places }))].toSorted(
    (a, b) => a.watchedPort.port - b.watchedPort.port,
  );
}

/** Those that are no guess. */
export function listWritten(suggestions: readonly Suggestion[]): readonly string[] {
  return suggestions.flatMap(({ watchedPort, places }) =>
    places.length > 0 ? [watchedPort.id] : [],
  );
}

type OfPort = Pick<Suggestion, 'watchedPort'>;

function isSamePort({ watchedPort: a }: OfPort, { watchedPort: b }: OfPort): boolean {
  return a.port === b.port && a.protocol === b.protocol;
}
