import type { Listener, Owner } from '../../shared/listener.ts';
import { toTitle } from '../../shared/titles.ts';
import type { ListFilter } from './arguments/parse-arguments.ts';

export interface FilterPlace {
  readonly homeFolder: string;
  /** What `.` and relative folders stand for. */
  readonly cwd: string;
}

/** The listeners that fit all of the filter. */
export function filterListeners(
  listeners: readonly Listener[],
  filter: ListFilter,
  place: FilterPlace,
): readonly Listener[] {
  const { ports, name, project, user, protocol, scope } = filter;
  const isInProject = project === undefined ? undefined : toProjectTest(project, place);
  return listeners.filter(
    (listener) =>
      (ports?.some(({ from, to }) => from <= listener.port && listener.port <= to) ?? true) &&
      (protocol === undefined || listener.protocol === protocol) &&
      (scope === undefined || listener.scope === scope) &&
      (user === undefined || isOfUser(listener, user)) &&
      (name === undefined || listener.owners.some((owner) => isNamed(owner, name))) &&
      (isInProject === undefined || listener.owners.some(isInProject)),
  );
}

function isOfUser(listener: Listener, user: string): boolean {
  return listener.user === user || listener.owners.some((owner) => owner.user === user);
}

/** Part of what the process is called or really is, in any case. */
function isNamed(owner: Owner, name: string): boolean {
  const { text, name: own } = toTitle(owner);
  const wanted = name.toLowerCase();
  return [text, own].some((text) => text.toLowerCase().includes(wanted));
}

/** A path means that folder and all in it; a bare word is the name of a project's folder. */
function toProjectTest(project: string, place: FilterPlace): (owner: Owner) => boolean {
  if (!isPath(project)) {
    return (owner) => (owner.project ?? owner.cwd ?? '').split('/').at(-1) === project;
  }
  const folder = toFolder(project, place);
  return ({ project: own, cwd }) =>
    [own, cwd].some((path) => path === folder || path?.startsWith(`${folder}/`) === true);
}

function isPath(project: string): boolean {
  return /^[~./]/.test(project) || project.includes('/');
}

/** The filter with the folder that its path really leads to, links followed, as processes know it. */
export async function followProject(
  filter: ListFilter,
  place: FilterPlace,
  resolvePath: (path: string) => Promise<string | undefined>,
): Promise<ListFilter> {
  const { project } = filter;
  if (project === undefined || !isPath(project)) return filter;
  const real = await resolvePath(toFolder(project, place));
  return real === undefined ? filter : { ...filter, project: real };
}

function toFolder(path: string, { homeFolder, cwd }: FilterPlace): string {
  const start = path.startsWith('/')
    ? ''
    : path === '~' || path.startsWith('~/')
      ? homeFolder
      : cwd;
  const parts: string[] = [];
  for (const part of `${start}/${path.replace(/^~(?=\/|$)/, '')}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
