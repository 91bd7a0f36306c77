import type { ConfigTarget } from '../../../shared/config-target.ts';
import type { Mention } from '../../../shared/project.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { Host } from '../host.ts';
import type { MentionsReading } from '../host-files.ts';
import type { StateCell } from '../state.ts';

/** The lines that take a watched port for granted, which a move may change along with it. */
export interface Mentions {
  find(watchedPortId: string): Promise<MentionsReading>;
  /** The targets of those that were chosen among the last found; others are unknown to it. */
  choose(watchedPortId: string, ids: readonly string[]): readonly ConfigTarget[];
}

const NONE: MentionsReading = { mentions: [], unchangeable: 0, isPartial: false };

export function createMentions(host: Host, cell: StateCell): Mentions {
  /** By watched port's id, what a window was told of; it names them by their ids alone. */
  const found = new Map<string, readonly Mention[]>();
  return {
    async find(watchedPortId) {
      const { watchedPorts } = cell.get().settings;
      const watched = watchedPorts.find(({ id }) => id === watchedPortId);
      const folder = watched === undefined ? undefined : await findProjectFolder(host, watched);
      if (watched === undefined || folder === undefined) return NONE;
      const reading = await host.projects.readMentions(folder, watched.port, watched.configTargets);
      found.set(watchedPortId, reading.mentions);
      return reading;
    },
    choose: (watchedPortId, ids) =>
      (found.get(watchedPortId) ?? [])
        .filter(({ id }) => ids.includes(id))
        .map(({ target }) => target),
  };
}

/** Where the service lives: whose folder may hold the port, or around the files that a move changes. */
export async function findProjectFolder(
  { projects }: Pick<Host, 'projects'>,
  { expectedOwner, acceptedOwners, configTargets }: WatchedPort,
): Promise<string | undefined> {
  const named = [expectedOwner, ...acceptedOwners].find((rule) => rule.kind === 'project');
  if (named !== undefined) return named.folder;
  const [target] = configTargets;
  return target === undefined ? undefined : projects.findFolder(target.file);
}
