import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import type { ConfigTarget } from '../../../shared/config-target.ts';
import type { FoundPlace, Mention, ProjectReading } from '../../../shared/project.ts';
import type { MentionsReading } from '../../core/host-files.ts';
import { DETECTION_RULES } from './detection-rules.ts';
import { findCandidates } from './find-candidates.ts';
import { findMentions } from './find-mentions.ts';
import { createProjectNames, isProjectFile } from './project-names.ts';
import { findNumber, provePlace } from './prove-place.ts';
import { walkProject, type ProjectFile } from './walk-project.ts';

const PLACES_MAX = 200;
const MENTIONS_MAX = 200;

/** Every place of the folder where a service gets its port from. */
export async function readPlaces(folder: string): Promise<ProjectReading> {
  const walk = await walkProject(
    folder,
    (path) => isProjectFile(path) || DETECTION_RULES.some(({ files }) => files.test(path)),
  );
  if (walk.kind === 'unreadable') return { kind: 'unreadable', folder };
  const names = createProjectNames(folder, walk.files);
  const places: FoundPlace[] = [];
  for (const file of walk.files) {
    const taken = new Set<number>();
    for (const candidate of findCandidates(file.path, file.text)) {
      const { start, port, protocol, own, isCompose } = candidate;
      const proven = taken.has(start) ? undefined : await provePlace(file, candidate);
      if (proven === undefined) continue;
      taken.add(start);
      const project = names.find(file);
      places.push({
        ...proven,
        port,
        protocol,
        folder: project.folder,
        ...(isCompose
          ? { name: own, container: `${names.findCompose(file)}/${own}` }
          : { name: own === '' ? project.name : `${project.name} ${own}` }),
      });
    }
    if (places.length > PLACES_MAX) break;
  }
  const isPartial = walk.isPartial || places.length > PLACES_MAX;
  return { kind: 'read', folder, places: places.slice(0, PLACES_MAX), isPartial };
}

/** Every line that takes a service for granted on this port, but for the known targets. */
export async function readMentions(
  folder: string,
  port: number,
  known: readonly ConfigTarget[],
): Promise<MentionsReading> {
  const walk = await walkProject(folder, () => true);
  if (walk.kind === 'unreadable') return { mentions: [], unchangeable: 0, isPartial: true };
  const targets = await Promise.all(
    known.map(async (target) => ({
      target,
      realPath: await realpath(target.file).catch(() => ''),
    })),
  );
  const mentions: Mention[] = [];
  let unchangeable = 0;
  for (const file of walk.files) {
    if (!file.text.includes(String(port))) continue;
    const own = targets.filter(({ realPath }) => realPath === file.realPath);
    const taken = await findTaken(
      file,
      own.map(({ target }) => target),
      port,
    );
    const candidates = findCandidates(file.path, file.text).filter((one) => one.port === port);
    for (const number of [...candidates, ...findMentions(file.text, port)]) {
      if (taken.has(number.start)) continue;
      taken.add(number.start);
      const proven = await provePlace(file, number);
      if (proven === undefined) unchangeable += 1;
      else mentions.push({ ...proven, id: toId(proven) });
      if (mentions.length === MENTIONS_MAX) return { mentions, unchangeable, isPartial: true };
    }
  }
  return { mentions, unchangeable, isPartial: walk.isPartial };
}

/** The numbers of a file that are changed anyway. */
async function findTaken(
  { text }: ProjectFile,
  targets: readonly ConfigTarget[],
  port: number,
): Promise<Set<number>> {
  const taken = new Set<number>();
  for (const target of targets) {
    const start = await findNumber(text, target, port);
    if (start !== undefined) taken.add(start);
  }
  return taken;
}

function toId(place: Omit<Mention, 'id'>): string {
  return createHash('sha256').update(JSON.stringify(place)).digest('hex').slice(0, 32);
}
