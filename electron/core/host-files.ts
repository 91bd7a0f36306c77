import type { ConfigTarget } from '../../shared/config-target.ts';
import type { MovedEntry, ReassignedEntry, ReassignUndoneEntry } from '../../shared/history.ts';
import type { Mention, ProjectReading } from '../../shared/project.ts';
import type { BackupCopy, ConfigEdit, EditRefusal, WriteFailure } from '../../shared/reassign.ts';

/*
 * The files in which people write ports: how they are read, changed and put back. A part of the
 * host.
 */

export type LocatedEdits =
  | { readonly kind: 'edits'; readonly edits: readonly ConfigEdit[] }
  | {
      readonly kind: 'refused';
      readonly reason: EditRefusal;
      readonly target: ConfigTarget;
      /** The number that stands there instead, where the place has one. */
      readonly found?: number;
    };

/** `file` is the first one that stood in the way, by the name that the person gave it. */
export type WriteResult =
  | { readonly kind: 'written'; readonly backups: readonly BackupCopy[] }
  | { readonly kind: 'changed'; readonly file: string }
  | { readonly kind: 'failed'; readonly reason: WriteFailure; readonly file: string }
  | StuckFile;

/** A file that was written before another failed, and could not be put back. */
export interface StuckFile {
  readonly kind: 'stuck';
  readonly file: string;
  readonly backup: string;
}

/** What an earlier run was in the middle of writing when it ended. */
export type RecoveredMove =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'taken-back'; readonly files: readonly string[] }
  | StuckFile;

/** What is to be recorded of a move or of its undo, kept so that it outlives whoever makes it. */
export type MoveNote = Omit<ReassignedEntry, 'backups'> | ReassignUndoneEntry;

export interface ConfigFiles {
  /** What setting all targets from one port to another would change; writes nothing. */
  planEdits(targets: readonly ConfigTarget[], from: number, to: number): Promise<LocatedEdits>;
  /** Backs the files up, writes all of the edits or none, and reads them back. */
  applyEdits(
    edits: readonly ConfigEdit[],
    from: number,
    to: number,
    note?: MoveNote,
  ): Promise<WriteResult>;
  /**
   * Restores the backup of a file that is still as `applyEdits` left it; where it was edited
   * elsewhere, puts back only the old values; otherwise `changed`. All files or none.
   */
  undoEdits(
    edits: readonly ConfigEdit[],
    from: number,
    to: number,
    backups: readonly BackupCopy[],
    note?: MoveNote,
  ): Promise<WriteResult>;
  /** What was noted is recorded and its service looked after: nothing is left to be told. */
  finish(entryId: string): Promise<void>;
  /** What was wholly written by runs that ended before they finished it; the oldest first. */
  listUnfinished(): Promise<readonly MovedEntry[]>;
  /** Takes back what a run that was killed had begun to write. To be called before anything else. */
  recover(): Promise<RecoveredMove>;
}

export interface MentionsReading {
  readonly mentions: readonly Mention[];
  /** How many more there are that no target can name: lines that repeat, for example. */
  readonly unchangeable: number;
  /** The folder is too large to be read to its end. */
  readonly isPartial: boolean;
}

/** What the files of a project say of its ports. Only reads, and never leaves the folder. */
export interface Projects {
  /** Where services get their ports from; each place was proven by planning a change. */
  readPlaces(folder: string): Promise<ProjectReading>;
  /** Every other line that takes a service for granted on this port; `known` is left out. */
  readMentions(
    folder: string,
    port: number,
    known: readonly ConfigTarget[],
  ): Promise<MentionsReading>;
  /** The project around a file; undefined where there is none. */
  findFolder(file: string): Promise<string | undefined>;
}
