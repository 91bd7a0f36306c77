import type { FoundPlace, ImportedPort } from '../../../shared/project.ts';
import type { Settings } from '../../../shared/settings.ts';
import { isSameWatch, type OwnerRule, type WatchedPort } from '../../../shared/watched-port.ts';
import { isInFolder } from '../same-path.ts';

const NAME_LENGTH_MAX = 80;
const TARGETS_MAX = 20;

/**
 * The services of a folder as they would be watched, lowest port first. Places that name one port
 * are one service where their projects lie within each other; of others the first one gets it.
 */
export function planImport(
  places: readonly FoundPlace[],
  { watchedPorts }: Pick<Settings, 'watchedPorts'>,
  createId: () => string,
): readonly ImportedPort[] {
  const groups = new Map<string, PlacesOfPort>();
  for (const place of places) {
    const key = `${place.protocol} ${place.port}`;
    const known = groups.get(key);
    groups.set(key, known === undefined ? [place] : [...known, place]);
  }
  const names = new Set(watchedPorts.map(({ name }) => name));
  return [...groups.values()]
    .map((group) => toService(group))
    .toSorted((a, b) => a.first.port - b.first.port)
    .map(({ first, own }): ImportedPort => {
      const { port, protocol } = first;
      const watch = { port, protocol, address: 'any' as const };
      const twin = watchedPorts.find((other) => isSameWatch(other, watch));
      // What is watched already gets no name, so none is in its way.
      const name = toFreeName(first.name, port, twin === undefined ? names : new Set());
      if (twin === undefined) names.add(name);
      const watchedPort: WatchedPort = {
        ...watch,
        id: createId(),
        name,
        expectedOwner: toRule(own),
        acceptedOwners: [],
        fallbackPorts: [],
        configTargets: own.map(({ target }) => target),
      };
      return { watchedPort, places: own, ...(twin !== undefined && { watchedAs: twin.name }) };
    });
}

type PlacesOfPort = readonly [FoundPlace, ...FoundPlace[]];

interface Service {
  readonly first: FoundPlace;
  readonly own: readonly FoundPlace[];
}

/** What a project says of its own port counts before what a file of a larger one says of it. */
function toService(group: PlacesOfPort): Service {
  const deepest = Math.max(...group.map(({ folder }) => folder.length));
  const first =
    group.find((place) => place.folder.length === deepest && place.container === undefined) ??
    group.find(({ container }) => container === undefined) ??
    group[0];
  const own = group.filter((place) => isInFolder(first.folder, place.folder));
  return { first, own: own.slice(0, TARGETS_MAX) };
}

/** Whoever runs in the folder, unless only a container ever has the port. */
function toRule(own: readonly FoundPlace[]): OwnerRule {
  const [first] = own;
  const isContainer = own.every(({ container }) => container !== undefined);
  if (isContainer && first?.container !== undefined) {
    return { kind: 'container', name: first.container };
  }
  const folders = own.filter(({ container }) => container === undefined);
  const deepest = folders.reduce((a, b) => (b.folder.length > a.folder.length ? b : a));
  return { kind: 'project', folder: deepest.folder };
}

function toFreeName(wanted: string, port: number, taken: ReadonlySet<string>): string {
  const name = wanted.trim().slice(0, NAME_LENGTH_MAX - 6) || String(port);
  return taken.has(name) ? `${name} ${port}` : name;
}
