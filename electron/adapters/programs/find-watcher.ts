import { isInterpreter, splitAtScript, toFileName } from './interpreted-script.ts';
import { PATH_NAMES, RERUNNERS, WATCHER_RULES } from './watcher-rules.ts';

/** The name of the watcher that runs with these arguments, or undefined when it is none. */
export function toWatcherName(argv: readonly string[]): string | undefined {
  const [title = ''] = argv;
  if (/^PM2 v\S+: God Daemon/.test(title)) return 'pm2';
  const program = toFileName(title);
  const own = toRerunner(program, false, argv.slice(1));
  if (own !== undefined) return own;
  if (!isInterpreter(program)) return undefined;
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

function isWatchOption(option: string): boolean {
  return option === '--watch' || option.startsWith('--watch-path');
}
