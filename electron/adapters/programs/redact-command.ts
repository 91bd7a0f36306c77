import { toVisibleText } from '../visible-text.ts';

/*
 * A command line for showing: secrets masked, one line, of bounded length. It errs on the side
 * of masking too much. /proc/[pid]/cmdline is arguments that end in NUL:
 *
 * node\0server.js\0--token=abc\0
 * postgres: writer process \0\0\0
 * mysql\0-uroot\0-phunter2\0
 */

const MASK = '***';
const MAX_LENGTH = 4096;
/** Masking makes a line shorter, so that more of it is looked at than shown. */
const LOOKED_AT_MAX = 16_384;

const SECRET_WORD =
  'passw(?:or)?d|passwd|passphrase|passw|pwd|pass|secret|token|api[-_.]?key|access[-_.]?key|' +
  'private[-_.]?key|account[-_.]?key|secret[-_.]?key|shared[-_.]?key|signing[-_.]?key|' +
  'encryption[-_.]?key|auth|authorization|bearer|credentials?|cookie|signature|webhook|dsn';
/** A name that ends in a secret word, e.g. `--db-password`, `AWS_SECRET_ACCESS_KEY`. */
const SECRET_NAME = `[\\w.-]{0,64}(?:${SECRET_WORD})(?:[-_.]?(?:value|string|id|b64|base64|hash))?`;

const FLAG_WITH_NEXT = new RegExp(`^--?${SECRET_NAME}$`, 'i');
/** `--token=…`, `KEY=…`, `?token=…&`, `Password=…;` */
const ASSIGNED = new RegExp(
  `((?:^|[^\\w.-])-{0,2}${SECRET_NAME}\\s?=\\s?)("[^"]*"|'[^']*'|[^\\s&;,'"]+)`,
  'gi',
);
/** `"password": "…"` */
const QUOTED_PAIR = new RegExp(`("${SECRET_NAME}"\\s{0,4}:\\s{0,4})("[^"]*"|[^\\s,}]+)`, 'gi');
/** `Authorization: Bearer …` */
const HEADER = new RegExp(`(^|[\\s'"=])((?:x-)?${SECRET_NAME}\\s?:\\s?)(?!//)(\\S.*)$`, 'gi');
/** `--token …` inside one argument, as in `sh -c '…'`; each word may be quoted. */
const FLAG_INSIDE = new RegExp(
  `((?:^|[\\s'"])--?${SECRET_NAME}['"]?\\s+)("[^"]*"|'[^']*'|[^\\s-]\\S*)`,
  'gi',
);
/** `://user:password@` */
const URL_PASSWORD = /(:\/\/[^\s/:@]{0,256}:)([^\s/]{1,1024})@/g;
/** `://token@` */
const URL_TOKEN = /(:\/\/)([^\s/:@]{16,1024})@/g;
/** Tokens that tell by their own shape what they are. */
const KNOWN_TOKEN =
  /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|sk-[\w-]{16,}|[rs]k_(?:live|test)_\w{10,}|npm_\w{20,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)/g;

/** No known token is shorter. */
const TOKEN_MIN_LENGTH = 15;

/** Around a word of a script, as it is and as it is quoted once more for showing. */
const QUOTES = `['"\\\\]{0,8}`;

/** Programs whose short option carries a password: glued to it, as the next argument, or both. */
const SHORT_OPTIONS = [
  toShortOption('(?:mysql|mariadb)[\\w-]*', '-p', { isGlued: true, takesNext: false }),
  toShortOption('sshpass', '-p', { isGlued: true, takesNext: true }),
  toShortOption('redis-cli', '-a', { isGlued: true, takesNext: true }),
  toShortOption('(?:mongo|mongosh|mongodump|mongorestore)', '-p', {
    isGlued: true,
    takesNext: true,
  }),
  toShortOption('(?:sqlcmd|bcp)', '-P', { isGlued: true, takesNext: true }),
  toShortOption('(?:curl|wget|http|https)', '-u', { isGlued: true, takesNext: true }),
  toShortOption('(?:curl|wget|http|https)', '--user', { isGlued: false, takesNext: true }),
  toShortOption('(?:ldapsearch|ldapmodify|ldapadd)', '-w', { isGlued: true, takesNext: true }),
];

/** Most command lines name none of these, and need no look at each. */
const ANY_SUCH_PROGRAM = new RegExp(
  SHORT_OPTIONS.map(({ programPattern }) => programPattern).join('|'),
);

interface ShortOption {
  /** The source of `program`. */
  readonly programPattern: string;
  readonly program: RegExp;
  readonly option: string;
  readonly isGlued: boolean;
  readonly takesNext: boolean;
  /** The same anywhere in a line, as in `sh -c 'mysql -phunter2'`; all before the password is `$1`. */
  readonly inside: RegExp;
}

function toShortOption(
  program: string,
  option: string,
  { isGlued, takesNext }: Pick<ShortOption, 'isGlued' | 'takesNext'>,
): ShortOption {
  const gaps = [...(isGlued ? [''] : []), ...(takesNext ? [`${QUOTES}\\s+${QUOTES}`] : [])];
  // Not without an end: a command line of another's making may be long and repeat itself.
  const before = `(?:^|[\\s;|&(/'"])${program}${QUOTES}\\s(?:[^;|&\\n]{0,400}?\\s)?${QUOTES}`;
  return {
    programPattern: program,
    program: new RegExp(`^${program}$`),
    option,
    isGlued,
    takesNext,
    inside: new RegExp(`(${before}${option}(?:${gaps.join('|')}))[^\\s'"\\\\;|&]+`, 'g'),
  };
}

/** Parses the bytes of /proc/[pid]/cmdline, as text, into arguments. */
export function parseCommandLine(text: string): readonly string[] {
  const trimmed = text.replace(/[\0 ]+$/, '');
  return trimmed === '' ? [] : trimmed.split('\0');
}

/** One line to show for these arguments, with secrets masked. */
export function redactCommand(argv: readonly string[]): string {
  const program = (argv[0] ?? '').split('/').at(-1) ?? '';
  const options = ANY_SUCH_PROGRAM.test(program)
    ? SHORT_OPTIONS.filter((rule) => rule.program.test(program))
    : [];
  const shown: string[] = [];
  let isSecretNext = false;
  for (const [index, argument] of argv.entries()) {
    if (index === 0) {
      shown.push(redactArgument(argument));
      continue;
    }
    const isFlag = /^--?[A-Za-z]/.test(argument);
    if (isSecretNext && !(isFlag && (argument.startsWith('--') || argument.length === 2))) {
      shown.push(MASK);
      isSecretNext = false;
      continue;
    }
    const rule = options.find(
      ({ option, isGlued }) =>
        argument === option ||
        (isGlued && argument.startsWith(option) && !argument.startsWith('--')),
    );
    isSecretNext =
      (rule?.takesNext === true && argument === rule.option) || FLAG_WITH_NEXT.test(argument);
    if (rule?.isGlued === true && argument.length > rule.option.length) {
      shown.push(`${rule.option}${MASK}`);
    } else shown.push(redactArgument(argument));
  }
  const line = redactInside(toVisibleText(shown.map(quote).join(' ').slice(0, LOOKED_AT_MAX)));
  return line.length <= MAX_LENGTH ? line : `${cut(line, MAX_LENGTH - 1)}…`;
}

/** What a shell's script would run, and what a system tells without saying where arguments end. */
function redactInside(line: string): string {
  if (!ANY_SUCH_PROGRAM.test(line)) return line;
  let masked = line;
  for (const { inside } of SHORT_OPTIONS) masked = masked.replace(inside, `$1${MASK}`);
  return masked;
}

/** Without any of these, no pattern but that of known tokens can match. */
const SEPARATOR = /[=:"\s]/;

function redactArgument(argument: string): string {
  if (!SEPARATOR.test(argument)) {
    /** Most names of programs are short, and spare the engine that long pattern. */
    return argument.length < TOKEN_MIN_LENGTH ? argument : argument.replace(KNOWN_TOKEN, MASK);
  }
  return argument
    .replace(URL_PASSWORD, `$1${MASK}@`)
    .replace(URL_TOKEN, `$1${MASK}@`)
    .replace(QUOTED_PAIR, `$1"${MASK}"`)
    .replace(ASSIGNED, `$1${MASK}`)
    .replace(FLAG_INSIDE, `$1${MASK}`)
    .replace(HEADER, `$1$2${MASK}`)
    .replace(KNOWN_TOKEN, MASK);
}

/** Quotes an argument that would otherwise look like several. */
function quote(argument: string, _index: number, all: readonly string[]): string {
  if (argument === '') return "''";
  if (all.length === 1 || !/[ \t\n\r]/.test(argument)) return argument;
  return `'${argument.replaceAll("'", "'\\''")}'`;
}

/** Cuts without leaving half of a character. */
function cut(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
