import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../core/host.ts';
import type { ConfigFiles, LocatedEdits, MoveNote, WriteResult } from '../../core/host-files.ts';
import type { ProcessIdentity } from '../../../shared/listener.ts';
import type { ConfigTarget } from '../../../shared/config-target.ts';
import type { BackupCopy, ConfigEdit, WriteFailure } from '../../../shared/reassign.ts';
import { toWriteFailure } from '../atomic-file.ts';
import type { FileLock } from '../file-lock.ts';
import { readRegularFile } from '../regular-file.ts';
import { createSerial } from '../serial.ts';
import { createMoveJournal } from './move-journal.ts';
import { createUnfinishedMoves } from './unfinished-moves.ts';
import {
  planFile,
  planFiles,
  readTargets,
  SIZE_MAX,
  toHash,
  type PlannedFiles,
} from './plan-files.ts';
import { takeBack, writeTogether, type FileChange } from './write-together.ts';

export interface ConfigFilesOptions {
  /** Holds the copies; never beside the file, where they would be committed with its secrets. */
  readonly backupFolder: string;
  /** There only while files are being written; `<journalFile>.d` keeps those that are written. */
  readonly journalFile: string;
  readonly clock: Pick<Clock, 'wallMs'>;
  /** Keeps other processes of ours from writing at the same time. */
  readonly lock: FileLock;
  /** Who writes, and who of those that did still runs. */
  readonly readSelf: () => ProcessIdentity;
  readonly isAlive: (identity: ProcessIdentity) => boolean;
}

const REMEMBERED_MAX = 50;

/** Edits the files that people named: one move at a time, only ever the one value, copies kept first. */
export function createConfigFiles(options: ConfigFilesOptions): ConfigFiles {
  const serial = createSerial();
  const unfinished = createUnfinishedMoves(`${options.journalFile}.d`);
  const journal = createMoveJournal(options.journalFile, unfinished);
  const parts = { ...options, journal };
  const remembered = new Map<string, PlannedFiles>();

  /** While a conflict stands the same files are asked about again and again. */
  async function plan(
    targets: readonly ConfigTarget[],
    from: number,
    to: number,
  ): Promise<PlannedFiles> {
    const read = await readTargets(targets);
    if (read.kind === 'refused') return read;
    const state = read.files.map(({ file }) => [file.realPath, toHash(file.bytes)]);
    const key = JSON.stringify([targets, from, to, state]);
    const known = remembered.get(key) ?? (await planFiles(read.files, from, to));
    remembered.delete(key);
    remembered.set(key, known);
    const oldest = remembered.keys().next();
    if (remembered.size > REMEMBERED_MAX && oldest.done !== true) remembered.delete(oldest.value);
    return known;
  }

  async function planEdits(
    targets: readonly ConfigTarget[],
    from: number,
    to: number,
  ): Promise<LocatedEdits> {
    const planned = await plan(targets, from, to);
    return planned.kind === 'refused'
      ? planned
      : { kind: 'edits', edits: planned.files.flatMap(({ edits }) => edits) };
  }

  async function applyEdits(
    edits: readonly ConfigEdit[],
    from: number,
    to: number,
    note?: MoveNote,
  ): Promise<WriteResult> {
    const pending = await settle();
    if (pending !== undefined) return pending;
    // Planned anew rather than taken from the edits, which have been outside meanwhile.
    const targets = edits.map(({ target }) => target);
    const planned = await plan(targets, from, to);
    if (planned.kind === 'refused') return { kind: 'changed', file: planned.target.file };
    const now = planned.files.flatMap((file) => file.edits);
    const differing = edits.find((edit, index) => !isDeepStrictEqual(edit, now[index]));
    if (differing !== undefined || edits.length === 0) {
      return { kind: 'changed', file: differing?.target.file ?? '' };
    }
    const changes = planned.files.map((one) => ({
      file: one.file,
      after: one.bytesAfter,
      targets: one.edits.map(({ target }) => target),
    }));
    return writeTogether(parts, changes, { from, to, note });
  }

  async function undoEdits(
    edits: readonly ConfigEdit[],
    from: number,
    to: number,
    backups: readonly BackupCopy[],
    note?: MoveNote,
  ): Promise<WriteResult> {
    const pending = await settle();
    if (pending !== undefined) return pending;
    const changes: FileChange[] = [];
    for (const realPath of new Set(edits.map((edit) => edit.realPath))) {
      const own = edits.filter((edit) => edit.realPath === realPath);
      const backup = backups.find(({ file }) => file === realPath)?.backup;
      const change = await planUndo(own, from, to, backup);
      if ('kind' in change) return change;
      changes.push(change);
    }
    return changes.length === 0
      ? { kind: 'changed', file: '' }
      : writeTogether(parts, changes, { from: to, to: from, note });
  }

  async function inTurn<Result>(
    task: () => Promise<Result>,
    toFailed: (reason: WriteFailure) => Result,
  ): Promise<Result> {
    const locked = await options.lock.run(task);
    if (locked.kind === 'done') return locked.result;
    return toFailed(locked.kind === 'busy' ? 'busy' : toWriteFailure(locked.error));
  }

  /** Nothing new is written over what an interrupted move left. */
  async function settle(): Promise<WriteResult | undefined> {
    const record = await journal.read();
    if (record === undefined) return undefined;
    const result = await takeBack(journal, record);
    return result.kind === 'stuck' ? result : undefined;
  }

  return {
    planEdits,
    applyEdits: (edits, from, to, note) =>
      serial(() => inTurn(() => applyEdits(edits, from, to, note), toFailed(edits))),
    undoEdits: (edits, from, to, backups, note) =>
      serial(() => inTurn(() => undoEdits(edits, from, to, backups, note), toFailed(edits))),
    finish: (entryId) => unfinished.finish(entryId),
    listUnfinished: () => unfinished.list(options.isAlive),
    recover: () =>
      serial(() =>
        inTurn(
          async () => {
            const record = await journal.read();
            return record === undefined ? { kind: 'nothing' } : takeBack(journal, record);
          },
          () => ({ kind: 'nothing' }),
        ),
      ),
  };
}

function toFailed(edits: readonly ConfigEdit[]): (reason: WriteFailure) => WriteResult {
  return (reason) => ({ kind: 'failed', reason, file: edits[0]?.target.file ?? '' });
}

/** The file as it was, or as it is with the old port in it. */
async function planUndo(
  edits: readonly ConfigEdit[],
  from: number,
  to: number,
  backup: string | undefined,
): Promise<FileChange | WriteResult> {
  const [edit] = edits;
  const path = edit?.target.file ?? '';
  const targets = edits.map(({ target }) => target);
  const file = await readRegularFile(path, SIZE_MAX);
  if (file.kind === 'unreadable') {
    return { kind: 'failed', reason: toWriteFailure(file.error), file: path };
  }
  if (file.kind !== 'read' || file.realPath !== edit?.realPath)
    return { kind: 'changed', file: path };
  if (toHash(file.bytes) === edit.hashAfter && backup !== undefined) {
    const copy = await readRegularFile(backup, SIZE_MAX);
    if (copy.kind === 'read' && toHash(copy.bytes) === edit.hashBefore) {
      return { file, after: copy.bytes, targets };
    }
  }
  const planned = await planFile(file, targets, to, from);
  return 'reason' in planned
    ? { kind: 'changed', file: path }
    : { file, after: planned.bytesAfter, targets };
}
