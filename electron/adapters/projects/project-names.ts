import { basename, dirname } from 'node:path';
import { listLeaves } from './tree-leaves.ts';
import type { ProjectFile } from './walk-project.ts';

/** Each makes its folder a project, and some name it. */
const PROJECT_FILES =
  /(?:^|\/)(?:package\.json|pyproject\.toml|Cargo\.toml|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|deno\.jsonc?|[^/]+\.csproj)$/;
const COMPOSE_FILES = /(?:^|\/)(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/;
const NAME_PLACES: Readonly<Record<string, readonly string[]>> = {
  'package.json': ['name'],
  'composer.json': ['name'],
  'deno.json': ['name'],
  'pyproject.toml': ['project.name', 'tool.poetry.name'],
  'Cargo.toml': ['package.name'],
};
const NAME_LENGTH_MAX = 40;

export interface NamedProject {
  readonly folder: string;
  readonly name: string;
}

export interface ProjectNames {
  /** The nearest project at or above the file, at least the whole folder. */
  find(file: ProjectFile): NamedProject;
  /** What Compose calls the project of this file. */
  findCompose(file: ProjectFile): string;
}

/** Whether a file has to be read to know the projects of a folder. */
export function isProjectFile(path: string): boolean {
  return PROJECT_FILES.test(path);
}

/** The projects within a folder that was walked; `folder` is its own full path. */
export function createProjectNames(folder: string, files: readonly ProjectFile[]): ProjectNames {
  const names = new Map<string, string | undefined>([[folder, undefined]]);
  for (const file of files.filter(({ path }) => PROJECT_FILES.test(path))) {
    const own = dirname(file.file);
    names.set(own, names.get(own) ?? readName(file));
  }
  return {
    find({ file }) {
      let own = dirname(file);
      while (!names.has(own) && own.length > folder.length) own = dirname(own);
      return { folder: own, name: names.get(own) ?? toShort(basename(own)) };
    },
    findCompose({ file, text, path }) {
      const named = COMPOSE_FILES.test(path)
        ? listLeaves('yaml', text).find((leaf) => leaf.path.length === 1 && leaf.path[0] === 'name')
        : undefined;
      const name = named?.raw ?? basename(dirname(file));
      return name
        .toLowerCase()
        .replaceAll(/[^a-z\d_-]/g, '')
        .replace(/^[_-]+/, '');
    },
  };
}

function readName({ file, text }: ProjectFile): string | undefined {
  const base = basename(file);
  const places = NAME_PLACES[base];
  if (places === undefined) return undefined;
  const leaves = listLeaves(base.endsWith('.toml') ? 'toml' : 'json', text);
  const name = leaves.find(({ path }) => places.includes(path.join('.')))?.raw.trim();
  // The scope of `@acme/shop` says whose it is, not what.
  const short = toShort(name?.replace(/^.*\//, '') ?? '');
  return short === '' ? undefined : short;
}

function toShort(name: string): string {
  return name.slice(0, NAME_LENGTH_MAX);
}
