import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { decodeUtf8, readRegularFile } from '../regular-file.ts';
import { readErrorCode } from '../errno.ts';

/** Why a walk may end before the folder does. */
export interface WalkLimits {
  readonly files: number;
  readonly folders: number;
  readonly depth: number;
  readonly bytes: number;
  readonly fileBytes: number;
  readonly timeMs: number;
}

export const WALK_LIMITS: WalkLimits = {
  files: 5000,
  folders: 2000,
  depth: 8,
  bytes: 32 * 1024 * 1024,
  fileBytes: 256 * 1024,
  timeMs: 3000,
};

export interface ProjectFile {
  /** Within the folder, slashes between its parts. */
  readonly path: string;
  readonly file: string;
  /** Symbolic links resolved. */
  readonly realPath: string;
  /** Without byte order mark. */
  readonly text: string;
}

export type ProjectWalk =
  | {
      readonly kind: 'walked';
      readonly files: readonly ProjectFile[];
      /** Whether a limit ended it. */
      readonly isPartial: boolean;
    }
  | { readonly kind: 'unreadable' };

/** What others made: nobody edits a port there. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(
  'node_modules bower_components jspm_packages vendor Pods .git .hg .svn .jj dist build out release target bin obj _build deps .next .nuxt .output .svelte-kit .astro .angular .turbo .parcel-cache .cache .vite .vercel .netlify .serverless .terraform .venv venv env .tox .nox .mypy_cache .pytest_cache __pycache__ site-packages .gradle .idea .vs coverage .nyc_output htmlcov tmp temp logs fixtures __fixtures__ testdata __snapshots__ DerivedData'.split(
    ' ',
  ),
);
const SKIPPED_FILES =
  /(?:^|[-.])lock(?:\.json|\.ya?ml|b)?$|^(?:go\.sum|npm-shrinkwrap\.json|package-lock\.json)$|\.min\.\w+$|\.(?:map|log|svg|csv|tsv|ipynb|snap|patch|diff|png|jpe?g|gif|webp|avif|ico|pdf|zip|gz|tgz|xz|zst|7z|jar|war|exe|dll|so|dylib|wasm|woff2?|ttf|otf|eot|mp[34]|webm|mov|sqlite3?|db|pyc|class|o|a|node)$/i;

/**
 * Reads the files of a folder for which `wants` says yes, breadth first. What lies behind a link
 * that leads out of the folder is not read, and no folder behind a link is.
 */
export async function walkProject(
  folder: string,
  wants: (path: string) => boolean,
  limits: WalkLimits = WALK_LIMITS,
): Promise<ProjectWalk> {
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined) return { kind: 'unreadable' };
  const endMs = performance.now() + limits.timeMs;
  const files: ProjectFile[] = [];
  const seen = new Set<string>();
  const queue: { readonly folder: string; readonly depth: number }[] = [{ folder: root, depth: 0 }];
  let bytes = 0;
  let isPartial = false;
  for (let next = 0; next < queue.length && !isPartial; next += 1) {
    const current = queue[next];
    if (current === undefined) break;
    const entries = await listFolder(current.folder);
    if (entries === undefined) {
      if (next === 0) return { kind: 'unreadable' };
      continue;
    }
    for (const entry of entries) {
      const path = join(current.folder, entry.name);
      if (entry.isDirectory()) {
        if (SKIPPED_FOLDERS.has(entry.name)) continue;
        if (current.depth >= limits.depth || queue.length >= limits.folders) isPartial = true;
        else queue.push({ folder: path, depth: current.depth + 1 });
        continue;
      }
      const within = relative(root, path).replaceAll(sep, '/');
      if (SKIPPED_FILES.test(entry.name) || !wants(within)) continue;
      if (files.length >= limits.files || bytes >= limits.bytes || performance.now() > endMs) {
        isPartial = true;
        break;
      }
      if (entry.isSymbolicLink() && !(await leadsInside(path, root))) continue;
      const reading = await readRegularFile(path, limits.fileBytes);
      if (reading.kind !== 'read' || seen.has(reading.realPath)) continue;
      seen.add(reading.realPath);
      bytes += reading.bytes.length;
      const text = decodeUtf8(reading.bytes)?.replace(/^\uFEFF/, '');
      if (text !== undefined)
        files.push({ path: within, file: join(folder, within), realPath: reading.realPath, text });
    }
  }
  return { kind: 'walked', files, isPartial };
}

/** Sorted by name, so that one folder gives one answer; undefined where it cannot be read. */
async function listFolder(folder: string): Promise<readonly Dirent[] | undefined> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return undefined;
  }
}

async function leadsInside(path: string, root: string): Promise<boolean> {
  const real = await realpath(path).catch(() => undefined);
  return real?.startsWith(root === sep ? sep : `${root}${sep}`) === true;
}
