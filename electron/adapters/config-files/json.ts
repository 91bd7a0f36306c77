import { parse, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { ConfigPath } from '../../../shared/config-path.ts';
import type { ConfigTarget } from '../../../shared/config-target.ts';
import { locateInText, locateNumber } from './port-value.ts';
import { refuse, type FormatEditor, type Refused, type Splice } from './text-edit.ts';
import { isPortSwap, listTokens, toToken } from './tokens.ts';

/*
 * {
 *   // the dev server
 *   "server": { "port": 3000, "url": "http://localhost:3000" },
 * }
 *
 * RFC 8259, and what VS Code calls "JSON with Comments": comments and trailing commas.
 */

type JsonTarget = Extract<ConfigTarget, { kind: 'json' }>;

/** Ports in JSON, with comments and trailing commas or without. */
export const jsonEditor: FormatEditor<JsonTarget> = {
  locate(text, { path }, from, to) {
    const root = parseWhole(text);
    if (root === undefined) return refuse('syntax-invalid');
    if (isSealed(root)) return refuse('file-encrypted');
    const node = findNode(root, path);
    return 'reason' in node ? node : locateValue(text, node, from, to);
  },
  changesOnly(before, after, _target, from, to) {
    const trees = [parseWhole(before), parseWhole(after)] as const;
    if (trees[0] === undefined || trees[1] === undefined) return false;
    if (!isPortSwap(listNodeTokens(trees[0]), listNodeTokens(trees[1]), from, to)) return false;
    if (!isStrict(before)) return true;
    return isPortSwap(listTokens(JSON.parse(before)), listTokens(JSON.parse(after)), from, to);
  },
};

function parseWhole(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  return errors.length > 0 ? undefined : root;
}

function isStrict(text: string): boolean {
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: false, disallowComments: true });
  return errors.length === 0;
}

function isSealed(root: Node): boolean {
  const sops = findEntries(root, 'sops')[0];
  return sops !== undefined && findEntries(sops, 'mac').length > 0;
}

function findEntries(node: Node, name: string): readonly Node[] {
  if (node.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children = [] }) => {
    const [key, value] = children;
    return key?.value === name && value !== undefined ? [value] : [];
  });
}

function findNode(root: Node, path: ConfigPath): Node | Refused {
  let node = root;
  for (const step of path) {
    const found =
      typeof step === 'string'
        ? findEntries(node, step)
        : node.type === 'array'
          ? (node.children ?? []).slice(step, step + 1)
          : [];
    const [next] = found;
    if (next === undefined) return refuse('key-missing');
    // JSON.parse takes the last, others the first.
    if (found.length > 1) return refuse('key-duplicated');
    node = next;
  }
  return node;
}

function locateValue(text: string, node: Node, from: number, to: number): Splice | Refused {
  const raw = text.slice(node.offset, node.offset + node.length);
  const value: unknown = node.value;
  if (node.type === 'number' && typeof value === 'number') {
    return locateNumber(raw, value, node.offset, from, to);
  }
  // With an escape in it the positions of text and value part.
  if (node.type !== 'string' || raw !== `"${String(value)}"`) return refuse('value-not-plain');
  return locateInText(raw.slice(1, -1), node.offset + 1, from, to);
}

function listNodeTokens(root: Node): readonly string[] {
  const tokens: string[] = [];
  const visit = (node: Node): void => {
    if (node.children === undefined) {
      tokens.push(node.type === 'null' ? 'null' : toToken(node.value));
      return;
    }
    tokens.push(node.type);
    for (const child of node.children) visit(child);
    tokens.push('end');
  };
  visit(root);
  return tokens;
}
