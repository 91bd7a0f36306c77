/** The path that a person meant by `~` or `~/shop`; every other text is returned as it is. */
export function toFullPath(text: string, homeFolder: string): string {
  const trimmed = text.trim();
  if (trimmed === '~') return homeFolder;
  return /^~[/\\]/.test(trimmed) ? homeFolder + trimmed.slice(1) : trimmed;
}

/** The last part of a path: a file's name, or a folder's own name. */
export function toBaseName(path: string): string {
  const parts = path.split(/[/\\]/).filter((part) => part !== '');
  return parts.at(-1) ?? path;
}
