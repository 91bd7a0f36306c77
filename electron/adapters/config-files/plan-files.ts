import { createHash } from 'node:crypto';
import type { ConfigTarget } from '../../../shared/config-target.ts';
import type { ConfigEdit, EditRefusal } from '../../../shared/reassign.ts';
import { mapBounded } from '../map-bounded.ts';
import { decodeUtf8, readRegularFile, type FileReading } from '../regular-file.ts';
import { loadPlanText } from './editors.ts';
import { countLine, readLine } from './text-edit.ts';

export type ReadFile = Extract<FileReading, { kind: 'read' }>;

/** One file with all its edits, which are written together. */
export interface PlannedFile {
  readonly file: ReadFile;
  readonly bytesAfter: Buffer;
  readonly edits: readonly ConfigEdit[];
}

export type PlannedFiles =
  { readonly kind: 'planned'; readonly files: readonly PlannedFile[] } | RefusedTarget;

interface RefusedTarget {
  readonly kind: 'refused';
  readonly reason: EditRefusal;
  readonly target: ConfigTarget;
  /** The number that stands there instead, where the place has one. */
  readonly found?: number;
}

interface TargetsOfFile {
  readonly file: ReadFile;
  readonly targets: readonly ConfigTarget[];
}

export const SIZE_MAX = 1024 * 1024;
// As many as Node reads at once.
const READ_AT_ONCE = 4;

/** Reads the files of the targets, each once however it is reached. */
export async function readTargets(
  targets: readonly ConfigTarget[],
): Promise<{ readonly kind: 'read'; readonly files: readonly TargetsOfFile[] } | RefusedTarget> {
  const readings = await mapBounded(targets, READ_AT_ONCE, async (target) => ({
    target,
    file: await readRegularFile(target.file, SIZE_MAX),
  }));
  const files = new Map<string, TargetsOfFile>();
  for (const { target, file } of readings) {
    if (file.kind !== 'read') return { kind: 'refused', reason: `file-${file.kind}`, target };
    const known = files.get(file.realPath);
    files.set(file.realPath, {
      file: known?.file ?? file,
      targets: [...(known?.targets ?? []), target],
    });
  }
  return { kind: 'read', files: [...files.values()] };
}

/** What all targets of the files come to, or why one of them cannot be set. */
export async function planFiles(
  files: readonly TargetsOfFile[],
  from: number,
  to: number,
): Promise<PlannedFiles> {
  const planned: PlannedFile[] = [];
  for (const { file, targets } of files) {
    const one = await planFile(file, targets, from, to);
    if ('reason' in one) return one;
    planned.push(one);
  }
  return { kind: 'planned', files: planned };
}

/** The edits of one file, one after the other, so that each is checked alone. */
export async function planFile(
  file: ReadFile,
  targets: readonly ConfigTarget[],
  from: number,
  to: number,
): Promise<PlannedFile | RefusedTarget> {
  const original = decodeUtf8(file.bytes);
  let text = original ?? '';
  const places: { readonly target: ConfigTarget; readonly line: number }[] = [];
  for (const target of targets) {
    if (original === undefined) return { kind: 'refused', reason: 'file-not-utf8', target };
    const planText = await loadPlanText(target);
    const edit = planText(text, from, to);
    if (edit.kind === 'refused') {
      const isTakenBefore = text !== original && planText(original, from, to).kind === 'edit';
      return isTakenBefore
        ? { kind: 'refused', reason: 'targets-overlap', target }
        : { ...edit, target };
    }
    // No edit adds or removes a line, so the number holds before and after all of them.
    places.push({ target, line: countLine(text, edit.splice.start) });
    text = edit.text;
    if (Buffer.byteLength(text) > SIZE_MAX) {
      return { kind: 'refused', reason: 'file-too-large', target };
    }
  }
  const bytesAfter = Buffer.from(text, 'utf8');
  const edits = places.map(({ target, line }) => ({
    target,
    realPath: file.realPath,
    line,
    before: readLine(original ?? '', line),
    after: readLine(text, line),
    hashBefore: toHash(file.bytes),
    hashAfter: toHash(bytesAfter),
  }));
  return { file, bytesAfter, edits };
}

export function toHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
