/** What a shell was started to run. */
export type ShellSource =
  | { readonly kind: 'text'; readonly text: string }
  /** As it was given to the shell, so perhaps relative to the folder of then. */
  | { readonly kind: 'file'; readonly path: string };

const SHELL = /^-?(?:sh|bash|dash|zsh|ksh|ksh93|mksh|ash)$/;
/** Options whose value is an argument of its own. */
const WITH_VALUE = /^(?:[-+][a-z]*[oO]|--rcfile|--init-file)$/;

/** Whether a program of this name runs what is written for the shell. */
export function isShell(name: string): boolean {
  return SHELL.test(name);
}

/** What the shell with these arguments runs; undefined for a prompt, and for what is no shell. */
export function toShellSource(argv: readonly string[]): ShellSource | undefined {
  const isBusybox = toName(argv[0] ?? '') === 'busybox';
  const [program = '', ...words] = isBusybox ? argv.slice(1) : argv;
  if (!isShell(toName(program))) return undefined;
  let isText = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (WITH_VALUE.test(word)) index += 1;
    if (/^-[a-z]*c[a-z]*$/.test(word)) isText = true;
    else if (/^-[a-z]*s[a-z]*$/.test(word)) return undefined;
    const isOption = /^[-+]./.test(word);
    const place = word === '--' || word === '-' ? index + 1 : isOption ? undefined : index;
    if (place === undefined) continue;
    const operand = words[place];
    if (operand === undefined) return undefined;
    return isText ? { kind: 'text', text: operand } : { kind: 'file', path: operand };
  }
  return undefined;
}

function toName(path: string): string {
  return path.split('/').at(-1) ?? '';
}
