import type { Owner } from '../../shared/listener.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { toProgram } from './program.ts';
import type { Words } from './WordsProvider.tsx';

/** Where a process works: its project or folder, or that its folder is deleted. */
export function toFolderWords(
  owner: Owner,
  { t, homeFolder }: Pick<Words, 't' | 'homeFolder'>,
): string | undefined {
  if (owner.deletedCwd !== undefined) {
    return t('title.deleted-folder', { folder: toShortPath(owner.deletedCwd, homeFolder) });
  }
  const { folder } = toProgram(owner);
  return folder === undefined ? undefined : toShortPath(folder, homeFolder);
}
