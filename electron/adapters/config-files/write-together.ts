import type { Clock } from '../../core/host.ts';
import type { MoveNote, RecoveredMove, WriteResult } from '../../core/host-files.ts';
import type { ConfigTarget } from '../../../shared/config-target.ts';
import type { ProcessIdentity } from '../../../shared/listener.ts';
import type { WriteFailure } from '../../../shared/reassign.ts';
import { toWriteFailure, writeFileAtomic } from '../atomic-file.ts';
import { readErrorCode } from '../errno.ts';
import { readRegularFile } from '../regular-file.ts';
import { writeBackup } from './backups.ts';
import type { JournalFile, JournalRecord } from './journal-record.ts';
import { removeLeftovers } from '../leftovers.ts';
import { isMixture } from './mixture.ts';
import type { MoveJournal } from './move-journal.ts';
import { planFile, SIZE_MAX, toHash, type ReadFile } from './plan-files.ts';

/** One file of several that change together. */
export interface FileChange {
  readonly file: ReadFile;
  readonly after: Buffer;
  readonly targets: readonly ConfigTarget[];
}

export interface TogetherParts {
  readonly backupFolder: string;
  readonly journal: MoveJournal;
  readonly clock: Pick<Clock, 'wallMs'>;
  /** Who writes. */
  readonly readSelf: () => ProcessIdentity;
}

/** What the changes are for. */
export interface PortChange {
  readonly from: number;
  readonly to: number;
  readonly note?: MoveNote | undefined;
}

/** Writes all files, each with a copy kept, or none of them. */
export async function writeTogether(
  parts: TogetherParts,
  changes: readonly FileChange[],
  { from, to, note }: PortChange,
): Promise<WriteResult> {
  const files: JournalFile[] = [];
  for (const { file, after, targets } of changes) {
    const backup = await keepCopy(parts, file);
    if (backup.kind === 'failed') return { ...backup, file: toShownPath({ targets }) };
    files.push({
      realPath: file.realPath,
      backup: backup.path,
      hashBefore: toHash(file.bytes),
      after: after.toString('base64'),
      targets,
    });
  }
  const backups = files.map(({ realPath, backup }) => ({ file: realPath, backup }));
  const entry = note?.kind === 'reassigned' ? { ...note, backups } : note;
  const record: JournalRecord = {
    version: 1,
    from,
    to,
    ...(entry !== undefined && { entry }),
    by: parts.readSelf(),
    files,
  };
  const first = toShownPath(files[0]);
  const notWritten = await parts.journal.write(record);
  if (notWritten !== undefined) return { kind: 'failed', reason: notWritten, file: first };

  const stopped = await writeEach(changes);
  if (stopped === undefined && (await parts.journal.end(entry?.id))) {
    return { kind: 'written', backups };
  }
  // Where the file itself was edited in between it is not ours to put back.
  const written = files.slice(0, stopped === undefined ? files.length : stopped.reached);
  const recovered = await takeBack(parts.journal, { ...record, files: written });
  if (recovered.kind === 'stuck') return recovered;
  return stopped?.result ?? { kind: 'failed', reason: 'unknown', file: first };
}

/** Takes back what the record says was being written, the last file first. */
export async function takeBack(
  journal: MoveJournal,
  record: JournalRecord,
): Promise<Exclude<RecoveredMove, { kind: 'nothing' }>> {
  let stuck: Extract<RecoveredMove, { kind: 'stuck' }> | undefined;
  let isToBeTriedAgain = false;
  for (const file of record.files.toReversed()) {
    await removeLeftovers(file.realPath);
    const result = await restore(file, record);
    if (result === 'restored') continue;
    stuck = { kind: 'stuck', file: toShownPath(file), backup: file.backup };
    isToBeTriedAgain ||= result === 'failed';
  }
  // What somebody edited meanwhile stays theirs; what could not be written may be writable later.
  if (!isToBeTriedAgain) await journal.end();
  return stuck ?? { kind: 'taken-back', files: record.files.map(toShownPath) };
}

/** Undefined when all are written; otherwise what stopped it and how many may have been touched. */
async function writeEach(
  changes: readonly FileChange[],
): Promise<{ readonly result: WriteResult; readonly reached: number } | undefined> {
  for (const [index, { file, after, targets }] of changes.entries()) {
    const path = toShownPath({ targets });
    const result = await writeFileAtomic(file.realPath, after, { expected: file.bytes });
    if (result.kind === 'changed') return { result: { ...result, file: path }, reached: index };
    if (result.kind === 'failed') return { result: { ...result, file: path }, reached: index + 1 };
    const proof = await readRegularFile(file.realPath, SIZE_MAX);
    if (proof.kind !== 'read' || !proof.bytes.equals(after)) {
      return { result: { kind: 'failed', reason: 'unknown', file: path }, reached: index + 1 };
    }
  }
  return undefined;
}

async function keepCopy(
  parts: TogetherParts,
  { realPath, bytes }: ReadFile,
): Promise<
  | { readonly kind: 'kept'; readonly path: string }
  | { readonly kind: 'failed'; readonly reason: WriteFailure }
> {
  try {
    const path = await writeBackup(parts.backupFolder, realPath, bytes, parts.clock.wallMs());
    return { kind: 'kept', path };
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return { kind: 'failed', reason: toWriteFailure(error) };
  }
}

async function restore(
  { realPath, backup, hashBefore, after, targets }: JournalFile,
  { from, to }: JournalRecord,
): Promise<'restored' | 'edited' | 'failed'> {
  const now = await readRegularFile(realPath, SIZE_MAX);
  if (now.kind === 'unreadable') return 'failed';
  if (now.kind !== 'read') return 'edited';
  if (toHash(now.bytes) === hashBefore) return 'restored';
  const copy = await readRegularFile(backup, SIZE_MAX);
  const isGood = copy.kind === 'read' && toHash(copy.bytes) === hashBefore;
  const isOurs = isGood && isMixture(now.bytes, Buffer.from(after, 'base64'), copy.bytes);
  const replacement = isOurs ? copy.bytes : await planBytes(now, targets, to, from);
  if (replacement === undefined) {
    // Edited before we came to it, with the old port in it.
    const isOld = (await planBytes(now, targets, from, to)) !== undefined;
    return isOld ? 'restored' : 'edited';
  }
  const result = await writeFileAtomic(realPath, replacement, { expected: now.bytes });
  return result.kind === 'written' ? 'restored' : result.kind === 'changed' ? 'edited' : 'failed';
}

async function planBytes(
  file: ReadFile,
  targets: readonly ConfigTarget[],
  from: number,
  to: number,
): Promise<Buffer | undefined> {
  const planned = await planFile(file, targets, from, to);
  return 'reason' in planned ? undefined : planned.bytesAfter;
}

function toShownPath(file: Pick<JournalFile, 'targets'> | undefined): string {
  return file?.targets[0]?.file ?? '';
}
