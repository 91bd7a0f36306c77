/*
 * The words and loops of a shell's program, as far as they tell what it starts again and again;
 * see the POSIX Shell Command Language.
 *
 * while true; do node server.js; sleep 1; done
 * until ./server --port "$PORT"; do echo 'crashed' >&2; done
 * for try in 1 2 3; do npm start && break; done
 */

export interface ShellToken {
  readonly text: string;
  readonly kind: 'word' | 'quoted' | 'operator';
  /** Whether it stands where a command's name does. */
  readonly isCommand: boolean;
}

/** From behind its keyword up to its `done`, as places among the tokens. */
export interface ShellLoop {
  readonly keyword: 'while' | 'until' | 'for';
  readonly start: number;
  readonly end: number;
}

export interface ShellProgram {
  readonly tokens: readonly ShellToken[];
  readonly loops: readonly ShellLoop[];
}

const BLANK = /(?:[ \t\r]|\\\n)+/y;
const COMMENT = /#[^\n]*/y;
const HERE_DOCUMENT = /<<-?[ \t]*(['"]?)([A-Za-z_]\w*)\1/y;
const REDIRECTION = /\d*(?:<<<|[<>]{1,2}[&|]?)[ \t]*|&>>?[ \t]*/y;
const OPERATOR = /\n|;;|&&|\|[|&]|[;&|()]/y;
const QUOTED = /'[^']*'?|"(?:[^"\\]|\\[^])*"?/y;
const PLAIN = /(?:\\[^]?|[^\s;&|()<>'"\\])+|[^]/y;

/** After these words a command follows, as it does after an operator. */
const BEFORE_COMMAND: ReadonlySet<string> = new Set([
  'do',
  'then',
  'else',
  'elif',
  'if',
  'while',
  'until',
  '{',
  '!',
  'time',
  'exec',
  'nohup',
]);

/** Reads a program of the shell; text that is none gives tokens that mean little, and no throw. */
export function parseShell(text: string): ShellProgram {
  const tokens: ShellToken[] = [];
  const loops: ShellLoop[] = [];
  const open: Omit<ShellLoop, 'end'>[] = [];
  const close = (loop: Omit<ShellLoop, 'end'> | undefined, end: number): void => {
    if (loop !== undefined && open.length < MAX_DEPTH) loops.push({ ...loop, end });
  };
  let isCommand = true;
  let isFunctionName = false;
  for (const { text: word, kind } of toTokens(text)) {
    const token: ShellToken = { text: word, kind, isCommand: isCommand && kind !== 'operator' };
    tokens.push(token);
    const keyword = token.isCommand && kind === 'word' ? word : '';
    if (keyword === 'while' || keyword === 'until' || keyword === 'for') {
      open.push({ keyword, start: tokens.length });
    } else if (keyword === 'done') {
      close(open.pop(), tokens.length - 1);
    }
    isCommand =
      kind === 'operator' ||
      isFunctionName ||
      BEFORE_COMMAND.has(keyword) ||
      (isCommand && /^\w+=/.test(word));
    isFunctionName = keyword === 'function';
  }
  while (open.length > 0) close(open.pop(), tokens.length);
  return { tokens, loops };
}

/** Loops further inside are left out, so that no text costs more than its length. */
const MAX_DEPTH = 16;

type Lexeme = Pick<ShellToken, 'text' | 'kind'>;

function toTokens(text: string): readonly Lexeme[] {
  const tokens: Lexeme[] = [];
  let place = 0;
  let word = '';
  let isQuoted = false;
  /** Where a redirection leads is no word of the command. */
  let isTarget = false;
  /** What ends the here-documents that begin on the next line. */
  const delimiters: string[] = [];
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = place;
    const match = pattern.exec(text) ?? undefined;
    if (match !== undefined) place = pattern.lastIndex;
    return match;
  };
  const endWord = (): void => {
    if (word === '' && !isQuoted) return;
    if (!isTarget) tokens.push({ text: word, kind: isQuoted ? 'quoted' : 'word' });
    word = '';
    isQuoted = false;
    isTarget = false;
  };
  while (place < text.length) {
    if (take(BLANK) !== undefined) {
      endWord();
      continue;
    }
    const isStart = word === '' && !isQuoted;
    if (isStart && take(COMMENT) !== undefined) continue;
    const delimiter = take(HERE_DOCUMENT)?.[2];
    if (delimiter !== undefined) {
      delimiters.push(delimiter);
      continue;
    }
    if (take(REDIRECTION) !== undefined) {
      endWord();
      isTarget = true;
      continue;
    }
    const operator = take(OPERATOR)?.[0];
    if (operator !== undefined) {
      endWord();
      isTarget = false;
      tokens.push({ text: operator, kind: 'operator' });
      if (operator === '\n') {
        for (const end of delimiters.splice(0)) place = skipHereDocument(text, place, end);
      }
      continue;
    }
    const quoted = take(QUOTED)?.[0];
    if (quoted !== undefined) {
      word += quoted.replace(/^['"]|['"]$/g, '');
      isQuoted = true;
    } else word += take(PLAIN)?.[0] ?? '';
  }
  endWord();
  return tokens;
}

/** The place behind the line that ends the here-document, or the end where none does. */
function skipHereDocument(text: string, place: number, delimiter: string): number {
  const end = new RegExp(`^\\t*${delimiter}$`, 'gm');
  end.lastIndex = place;
  return end.test(text) ? end.lastIndex : text.length;
}
