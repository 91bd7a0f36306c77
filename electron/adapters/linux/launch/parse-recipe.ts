import { isUtf8 } from 'node:buffer';

/*
 * /proc/[pid]/cmdline and /proc/[pid]/environ; manual pages proc_pid_cmdline(5) and
 * proc_pid_environ(5). Every text ends in a NUL.
 *
 * node\0server.js\0--port\03000\0
 * next-server (v15.1.0)\0\0\0\0\0\0\0\0
 * postgres: checkpointer
 * HOME=/home/ada\0PORT=3000\0
 *
 * Both lie in the process's own memory, and some programs write a title over their arguments (the
 * second and third line), with which nothing can be started.
 */

/** The arguments as they were given; undefined when they are not whole or were written over. */
export function parseArguments(
  bytes: Uint8Array,
  executable: string,
): readonly string[] | undefined {
  const argv = parseTexts(bytes);
  if (argv === undefined) return undefined;
  const [name] = argv;
  /** A title is filled up with NULs; it costs those few programs whose last argument is empty. */
  if (name === undefined || argv.at(-1) === '') return undefined;
  const isTitle = argv.length === 1 && name.includes(' ') && name !== executable;
  return isTitle ? undefined : argv;
}

/** The environment as it was given; undefined when it is not whole or was written over. */
export function parseEnvironment(bytes: Uint8Array): Readonly<Record<string, string>> | undefined {
  const texts = parseTexts(bytes);
  if (texts === undefined) return undefined;
  const entries = new Map<string, string>();
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) return undefined;
    const name = text.slice(0, at);
    /** Of two with one name, getenv(3) finds the first. */
    if (!entries.has(name)) entries.set(name, text.slice(at + 1));
  }
  return Object.fromEntries(entries);
}

/** Undefined when the last text is cut off or one is no UTF-8. */
function parseTexts(bytes: Uint8Array): readonly string[] | undefined {
  if (bytes.length === 0) return [];
  if (bytes.at(-1) !== 0 || !isUtf8(bytes)) return undefined;
  return Buffer.from(bytes.subarray(0, -1)).toString('utf8').split('\0');
}
