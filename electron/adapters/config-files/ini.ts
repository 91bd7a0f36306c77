import { parse } from 'ini';
import type { ConfigTarget } from '../../../shared/config-target.ts';
import { locateInText } from './port-value.ts';
import { refuse, type FormatEditor, type Refused } from './text-edit.ts';
import { isPortSwap, listTokens } from './tokens.ts';

/*
 * ; comment
 * [network]
 * primary_port = 3000   ; comment
 * url: "http://localhost:3000"
 *
 * There is no standard. What Python's configparser (`:`, deeper lines continue a value), git and
 * the npm package ini read differently is refused.
 */

type IniTarget = Extract<ConfigTarget, { kind: 'ini' }>;

interface Assignment {
  readonly section: string;
  readonly key: string;
  /** Blanks before the key. */
  readonly indent: number;
  /** The value without quotes, blanks and comment, as positions in the text. */
  readonly start: number;
  readonly end: number;
  /** Whether some readers join it with the line before or after. */
  readonly isJoined: boolean;
}

/** Ports in INI files, in the ways that its readers agree on. */
export const iniEditor: FormatEditor<IniTarget> = {
  locate(text, target, from, to) {
    const assignments = scanAssignments(text);
    if (assignments.some(({ section }) => section === 'sops')) return refuse('file-encrypted');
    const assignment = findAssignment(assignments, target);
    if ('reason' in assignment) return assignment;
    if (assignment.isJoined) return refuse('value-ambiguous');
    const { start, end } = assignment;
    return locateInText(text.slice(start, end), start, from, to);
  },
  changesOnly: (before, after, _target, from, to) =>
    isPortSwap(listTokens(parse(before)), listTokens(parse(after)), from, to),
};

function findAssignment(
  assignments: readonly Assignment[],
  { section, key }: Pick<IniTarget, 'section' | 'key'>,
): Assignment | Refused {
  const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  // Some readers tell the case of letters apart and some do not.
  const found = assignments.filter((one) => isSame(one.section, section) && isSame(one.key, key));
  const [assignment, ...others] = found;
  if (others.length > 0) return refuse('key-duplicated');
  if (assignment?.section !== section || assignment.key !== key) return refuse('key-missing');
  return assignment;
}

function scanAssignments(text: string): readonly Assignment[] {
  const assignments: Assignment[] = [];
  let section = '';
  let before: { readonly indent: number; readonly isContinued: boolean } | undefined;
  let open: Assignment | undefined;
  const close = (isJoined: boolean): void => {
    if (open !== undefined) assignments.push({ ...open, isJoined: open.isJoined || isJoined });
    open = undefined;
  };
  for (const { line, start } of splitLines(text)) {
    const indent = line.length - line.trimStart().length;
    const content = line.trim();
    if (content === '' || content.startsWith(';') || content.startsWith('#')) continue;
    const header = /^\[([^\]]*)\]\s*(?:[;#].*)?$/.exec(content);
    if (header !== null) {
      close(before !== undefined && indent > before.indent);
      section = (header[1] ?? '').trim();
      before = undefined;
      continue;
    }
    const isDeeper = before !== undefined && indent > before.indent;
    const isContinued = before?.isContinued === true;
    close(isDeeper);
    before = {
      indent: isDeeper ? (before?.indent ?? 0) : indent,
      isContinued: line.endsWith('\\'),
    };
    const separator = line.search(/[=:]/);
    if (separator === -1) continue;
    open = {
      section,
      key: line.slice(0, separator).trim(),
      indent,
      isJoined: isDeeper || isContinued || line.endsWith('\\'),
      ...findValue(line, start, separator + 1),
    };
  }
  close(false);
  return assignments;
}

function* splitLines(text: string): Generator<{ readonly line: string; readonly start: number }> {
  const pattern = /[^\r\n]+/g;
  for (const match of text.matchAll(pattern)) yield { line: match[0], start: match.index };
}

function findValue(
  line: string,
  lineStart: number,
  from: number,
): Pick<Assignment, 'start' | 'end'> {
  const rest = line.slice(from);
  const blanks = rest.length - rest.trimStart().length;
  const quoted = /^(["'])(.*?)\1\s*(?:[;#].*)?$/.exec(rest.trimStart());
  const value = quoted?.[2] ?? rest.replace(/\s[;#].*$/, '').trim();
  const start = lineStart + from + blanks + (quoted === null ? 0 : 1);
  return { start, end: start + value.length };
}
