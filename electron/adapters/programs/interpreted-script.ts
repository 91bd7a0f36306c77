const INTERPRETER = /^(node|nodejs|python[\d.]*|pypy[\d.]*|ruby[\d.]*|dotnet|sh|bash|dash)$/;

/** Whether a program of this name runs what its arguments name. */
export function isInterpreter(name: string): boolean {
  return INTERPRETER.test(name);
}

/** Options of interpreters whose value is an argument of its own. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '-C',
  '--conditions',
  '-X',
  '-W',
  '-I',
]);

interface Split {
  readonly options: readonly string[];
  readonly script: string | undefined;
  readonly rest: readonly string[];
}

/** An interpreter's own options, what it runs, and what that gets. */
export function splitAtScript(words: readonly string[]): Split {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const options = words.slice(0, index);
    /** What follows is a program's text and not a file's name. */
    if (/^-[a-z]*c$|^-e$|^-p$|^--eval$|^--print$/.test(word)) {
      return { options, script: undefined, rest: [] };
    }
    if (word === '-m') {
      /** The last part of a module's name is its file's. */
      const script = words[index + 1]?.split('.').at(-1);
      return { options, script, rest: words.slice(index + 2) };
    }
    if (WITH_VALUE.has(word)) index += 1;
    else if (!word.startsWith('-')) return { options, script: word, rest: words.slice(index + 1) };
  }
  return { options: words, script: undefined, rest: [] };
}

/** The file's name without the folder and without a script's ending. */
export function toFileName(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.([cm]?js|py|rb|sh|dll)$/, '');
}
