import { createHash } from 'node:crypto';
import type { Clock, ConfigFiles, LocatedEdit, WriteResult } from '../../core/host.ts';
import type { ConfigEdit, EditRefusal } from '../../../shared/reassign.ts';
import type { ConfigTarget } from '../../../shared/watched-port.ts';
import { toWriteFailure, writeFileAtomic } from '../atomic-file.ts';
import { readErrorCode } from '../errno.ts';
import { decodeUtf8, readRegularFile, type FileReading } from '../regular-file.ts';
import { createSerial } from '../serial.ts';
import { writeBackup } from './backups.ts';
import { planDotenvEdit, readDotenvNumber } from './dotenv.ts';

export interface ConfigFilesOptions {
  /** Holds the copies; never beside the file, where they would be committed with its secrets. */
  readonly backupFolder: string;
  readonly clock: Pick<Clock, 'wallMs'>;
}

type ReadFile = Extract<FileReading, { kind: 'read' }>;

type FullEdit =
  | { readonly kind: 'edit'; readonly edit: ConfigEdit; readonly bytesAfter: Buffer }
  | { readonly kind: 'refused'; readonly reason: EditRefusal };

const SIZE_MAX = 1024 * 1024;

/** Edits the files that people named: one at a time, only ever the one value, a copy kept first. */
export function createConfigFiles(options: ConfigFilesOptions): ConfigFiles {
  const serial = createSerial();

  async function planEdit(target: ConfigTarget, from: number, to: number): Promise<LocatedEdit> {
    const file = await readRegularFile(target.file, SIZE_MAX);
    if (file.kind !== 'read') return { kind: 'refused', reason: `file-${file.kind}` };
    const full = toFullEdit(file, target, from, to);
    return full.kind === 'refused' ? full : { kind: 'edit', edit: full.edit };
  }

  async function applyEdit(edit: ConfigEdit): Promise<WriteResult> {
    const file = await readEditedFile(edit);
    if (file.kind !== 'read') return file;
    // Located anew rather than taken from the edit, which has been outside meanwhile.
    const from = readDotenvNumber(edit.before, edit.target.key);
    const to = readDotenvNumber(edit.after, edit.target.key);
    if (from === undefined || to === undefined) return { kind: 'changed' };
    const full = toFullEdit(file, edit.target, from, to);
    if (full.kind === 'refused') return { kind: 'changed' };
    if (full.edit.hashBefore !== edit.hashBefore || full.edit.hashAfter !== edit.hashAfter) {
      return { kind: 'changed' };
    }
    return replaceContent(file, full.bytesAfter);
  }

  async function undoEdit(
    edit: ConfigEdit,
    from: number,
    to: number,
    backup: string,
  ): Promise<WriteResult> {
    const file = await readEditedFile(edit);
    if (file.kind !== 'read') return file;
    if (toHash(file.bytes) === edit.hashAfter) {
      const copy = await readRegularFile(backup, SIZE_MAX);
      if (copy.kind === 'read' && toHash(copy.bytes) === edit.hashBefore) {
        return replaceContent(file, copy.bytes);
      }
    }
    const full = toFullEdit(file, edit.target, to, from);
    return full.kind === 'refused' ? { kind: 'changed' } : replaceContent(file, full.bytesAfter);
  }

  async function replaceContent(file: ReadFile, after: Uint8Array): Promise<WriteResult> {
    let backup: string;
    try {
      backup = await writeBackup(
        options.backupFolder,
        file.realPath,
        file.bytes,
        options.clock.wallMs(),
      );
    } catch (error) {
      if (readErrorCode(error) === undefined) throw error;
      return { kind: 'failed', reason: toWriteFailure(error) };
    }
    const result = await writeFileAtomic(file.realPath, after, { expected: file.bytes });
    if (result.kind !== 'written') return result;
    const proof = await readRegularFile(file.realPath, SIZE_MAX);
    return proof.kind === 'read' && proof.bytes.equals(after)
      ? { kind: 'written', backup }
      : { kind: 'failed', reason: 'unknown' };
  }

  return {
    planEdit,
    applyEdit: (edit) => serial(() => applyEdit(edit)),
    undoEdit: (edit, from, to, backup) => serial(() => undoEdit(edit, from, to, backup)),
  };
}

/** The file that an edit was made for, unless its path leads elsewhere now. */
async function readEditedFile(edit: ConfigEdit): Promise<ReadFile | WriteResult> {
  const file = await readRegularFile(edit.target.file, SIZE_MAX);
  if (file.kind === 'unreadable') {
    return { kind: 'failed', reason: toWriteFailure(file.error) };
  }
  return file.kind === 'read' && file.realPath === edit.realPath ? file : { kind: 'changed' };
}

function toFullEdit(file: ReadFile, target: ConfigTarget, from: number, to: number): FullEdit {
  const text = decodeUtf8(file.bytes);
  if (text === undefined) return { kind: 'refused', reason: 'file-not-utf8' };
  const planned = planDotenvEdit(text, target.key, from, to);
  if (planned.kind === 'refused') return planned;
  const bytesAfter = Buffer.from(planned.text, 'utf8');
  if (bytesAfter.length > SIZE_MAX) return { kind: 'refused', reason: 'file-too-large' };
  return {
    kind: 'edit',
    bytesAfter,
    edit: {
      target,
      realPath: file.realPath,
      line: planned.line,
      before: planned.before,
      after: planned.after,
      hashBefore: toHash(file.bytes),
      hashAfter: toHash(bytesAfter),
    },
  };
}

function toHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
