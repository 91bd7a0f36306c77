import { parse } from 'smol-toml';
import { parseTOML, type AST } from 'toml-eslint-parser';
import type { ConfigPath } from '../../../shared/config-path.ts';
import type { ConfigTarget } from '../../../shared/config-target.ts';
import { locateInText, locateNumber } from './port-value.ts';
import { refuse, type FormatEditor, type Refused, type Splice } from './text-edit.ts';
import { isPortSwap, listTokens } from './tokens.ts';

/*
 * [server]
 * port = 3_000            # the number may be grouped, or 0xBB8
 * "odd key".url = "http://localhost:3000"
 * [[worker]]
 * port = 3001
 *
 * TOML 1.0 (toml.io). A key that is set twice makes the whole file invalid.
 */

type TomlTarget = Extract<ConfigTarget, { kind: 'toml' }>;
type Step = string | number;

/** Ports in TOML: tables, lists of tables, inline tables and dotted keys. */
export const tomlEditor: FormatEditor<TomlTarget> = {
  locate(text, { path }, from, to) {
    const program = readSyntax(() => parseTOML(text, { tomlVersion: '1.0.0' }));
    if (program === undefined) return refuse('syntax-invalid');
    const node = findInTables(program.body[0], path);
    if (node === undefined) return refuse('key-missing');
    return locateValue(text, node, from, to);
  },
  changesOnly(before, after, _target, from, to) {
    const readings = [before, after].map((text) =>
      readSyntax(() => listTokens(parse(text, { integersAsBigInt: 'asNeeded' }))),
    );
    const [first, second] = readings;
    return first !== undefined && second !== undefined && isPortSwap(first, second, from, to);
  },
};

/** What the reading gives, or undefined for a text that is no TOML. */
function readSyntax<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || !(error instanceof Error)) throw error;
    // Both parsers throw kinds of their own for what they cannot read.
    return undefined;
  }
}

function findInTables(
  top: AST.TOMLTopLevelTable,
  path: ConfigPath,
): AST.TOMLContentNode | undefined {
  for (const entry of top.body) {
    const base: readonly Step[] = entry.type === 'TOMLTable' ? entry.resolvedKey : [];
    const pairs = entry.type === 'TOMLTable' ? entry.body : [entry];
    const found = startsWith(path, base) ? findInPairs(pairs, path.slice(base.length)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInPairs(
  pairs: readonly AST.TOMLKeyValue[],
  path: readonly Step[],
): AST.TOMLContentNode | undefined {
  for (const { key, value } of pairs) {
    const names = key.keys.map((one) => (one.type === 'TOMLBare' ? one.name : one.value));
    const found = startsWith(path, names)
      ? findInValue(value, path.slice(names.length))
      : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInValue(
  node: AST.TOMLContentNode,
  path: readonly Step[],
): AST.TOMLContentNode | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return node;
  if (node.type === 'TOMLInlineTable') return findInPairs(node.body, path);
  if (node.type !== 'TOMLArray' || typeof step !== 'number') return undefined;
  const element = node.elements[step];
  return element === undefined ? undefined : findInValue(element, rest);
}

function startsWith(path: readonly Step[], start: readonly Step[]): boolean {
  return start.length <= path.length && start.every((step, index) => path[index] === step);
}

function locateValue(
  text: string,
  node: AST.TOMLContentNode,
  from: number,
  to: number,
): Splice | Refused {
  if (node.type !== 'TOMLValue') return refuse('value-not-plain');
  const [start, end] = node.range;
  const raw = text.slice(start, end);
  if (node.kind === 'integer') return locateNumber(raw, node.bigint, start, from, to);
  // With an escape in it, or over several lines, the positions of text and value part.
  if (node.kind !== 'string' || raw.slice(1, -1) !== node.value) return refuse('value-not-plain');
  return locateInText(node.value, start + 1, from, to);
}
