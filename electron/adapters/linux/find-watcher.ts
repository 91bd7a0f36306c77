import { PATH_NAMES, RERUNNERS, WATCHER_RULES } from './watcher-rules.ts';

/** The name of the watcher that runs with these arguments, or undefined when it is none. */
export function toWatcherName(argv: readonly string[]): string | undefined {
  const [title = ''] = argv;
  if (/^PM2 v\S+: God Daemon/.test(title)) return 'pm2';
  const program = toFileName(title);
  const own = toRerunner(program, false, argv.slice(1));
  if (own !== undefined) return own;
  if (!INTERPRETER.test(program)) return undefined;
  const { options, script, rest } = splitAtScript(argv.slice(1));
  if (/^(node|nodejs)$/.test(program) && options.some(isWatchOption)) return 'node --watch';
  if (script === undefined) return undefined;
  const byPath = PATH_NAMES.find(({ path }) => path.test(script))?.name;
  return toRerunner(byPath ?? toFileName(script), true, rest);
}

/** What a program of this name is when it gets these arguments. */
function toRerunner(name: string, isScript: boolean, words: readonly string[]): string | undefined {
  if (RERUNNERS.has(name)) return name;
  const rule = WATCHER_RULES.find(
    (rule) =>
      rule.programs.includes(name) &&
      (rule.isScript === undefined || rule.isScript === isScript) &&
      rule.isWatching(words),
  );
  return rule?.name;
}

const INTERPRETER = /^(node|nodejs|python[\d.]*|pypy[\d.]*|ruby[\d.]*|dotnet|sh|bash|dash)$/;
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
function splitAtScript(words: readonly string[]): Split {
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

function isWatchOption(option: string): boolean {
  return option === '--watch' || option.startsWith('--watch-path');
}

/** The file's name without the folder and without a script's ending. */
function toFileName(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.([cm]?js|py|rb|sh|dll)$/, '');
}
