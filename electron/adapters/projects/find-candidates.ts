import { formatConfigPath } from '../../../shared/config-path-text.ts';
import type { ConfigTarget } from '../../../shared/config-target.ts';
import type { Protocol } from '../../../shared/listener.ts';
import { listCodeNumbers } from './code-numbers.ts';
import { findCommandPorts, type NumberAt } from './command-ports.ts';
import {
  DETECTION_RULES,
  type CodeRule,
  type DetectionRule,
  type KeyRule,
  type LineRule,
  type TreeRule,
} from './detection-rules.ts';
import { listLeaves, type Leaf } from './tree-leaves.ts';
import { isOtherPort } from './whose-port.ts';

/** Where a port may be written; whether it can be changed there is yet to be proven. */
export interface Candidate extends NumberAt {
  readonly protocol: Protocol;
  /** What the place itself calls the service; empty where it says nothing. */
  readonly own: string;
  readonly isCompose: boolean;
  /** Without one, only the text around the number names the place. */
  readonly target?: PlaceInFile;
}

type WithoutFile<Target> = Target extends unknown ? Omit<Target, 'file'> : never;
export type PlaceInFile = WithoutFile<ConfigTarget>;

const ASSIGNMENT =
  /^[^\S\r\n]*(?:export[^\S\r\n]+)?([A-Za-z_][\w.-]*)[^\S\r\n]*[=:][^\S\r\n]*["'`]?(\d{1,5})(?!\d)/gm;
const SECTION_OR_KEY =
  /^[^\S\r\n]*(?:\[([^\]\r\n]*)\]|([^=:;#[\s][^=:\r\n]*?)[^\S\r\n]*[=:](.*))/gm;
const COMPOSE_SHORT = /(?:^|:)(\d{1,5}):\d{1,5}(?:\/(tcp|udp))?$/;
/** A script or a key that is the project's own server, and needs no further name. */
const USUAL_NAME =
  /^(?:dev|start|serve|server|develop|preview:dev|start:dev|dev:server|web|app|http|https|vite|next|port|run|main|listen)$/i;

/** What the rules find in a text without byte order mark; `path` is the file's within the project. */
export function findCandidates(path: string, text: string): readonly Candidate[] {
  return DETECTION_RULES.filter(({ files }) => files.test(path))
    .flatMap((rule) => findByRule(rule, text))
    .filter(({ port }) => port >= 1 && port <= 65_535)
    .sort((a, b) => a.start - b.start);
}

function findByRule(rule: DetectionRule, text: string): readonly Candidate[] {
  switch (rule.reader) {
    case 'json':
    case 'yaml':
    case 'toml':
      return findInTree(rule, text);
    case 'dotenv':
      return findAssigned(rule, text);
    case 'ini':
      return findInSections(rule, text);
    case 'code':
      return findInCode(rule, text);
    case 'lines':
      return findInLines(rule, text);
  }
}

function toCandidate(number: NumberAt, own = '', target?: PlaceInFile): Candidate {
  const name = USUAL_NAME.test(own) ? '' : own;
  const isCompose = false;
  const base = { ...number, protocol: 'tcp' as const, own: name, isCompose };
  return target === undefined ? base : { ...base, target };
}

function findInTree(rule: TreeRule, text: string): readonly Candidate[] {
  return listLeaves(rule.reader, text).flatMap((leaf): readonly Candidate[] => {
    const place = formatConfigPath(leaf.path);
    if (!rule.place.test(place)) return [];
    const own = rule.name?.exec(place)?.[1]?.replaceAll('"', '') ?? '';
    const target = { kind: rule.reader, path: leaf.path };
    switch (rule.holds) {
      case 'command':
        return findCommandPorts(leaf.raw).map((number) =>
          toCandidate({ ...number, start: leaf.start + number.start }, own),
        );
      case 'compose': {
        const number = readComposePort(leaf);
        return number === undefined ? [] : [{ ...number, own, isCompose: true, target }];
      }
      case 'addresses':
        return [...leaf.raw.matchAll(/:(\d{2,5})(?=[;,/]|$)/g)].map((match, _index, all) =>
          toCandidate(
            { port: Number(match[1]), start: leaf.start + match.index + 1 },
            own,
            all.length === 1 ? target : undefined,
          ),
        );
      case 'port': {
        const match = /^(?:.*:)?(\d{2,5})$/.exec(leaf.raw);
        if (match?.[1] === undefined) return [];
        if (rule.isExact !== true && isOtherPort(place)) return [];
        const start = leaf.start + leaf.raw.length - match[1].length;
        return [toCandidate({ port: Number(match[1]), start }, own, target)];
      }
    }
  });
}

function readComposePort({
  path,
  raw,
  start,
}: Leaf): (NumberAt & Pick<Candidate, 'protocol'>) | undefined {
  const isLong = path.at(-1) === 'published';
  const match = isLong ? /^(\d{1,5})$/.exec(raw) : COMPOSE_SHORT.exec(raw);
  const number = match?.[1];
  if (match === null || number === undefined) return undefined;
  const at = match.index + match[0].indexOf(number);
  const protocol = match[2] === 'udp' ? 'udp' : 'tcp';
  return { port: Number(number), start: start + at, protocol };
}

function findAssigned(rule: KeyRule, text: string): readonly Candidate[] {
  return [...text.matchAll(ASSIGNMENT)].flatMap((match) => {
    const [whole, key = '', number = ''] = match;
    if (!rule.place.test(key) || isOtherPort(key)) return [];
    const start = match.index + whole.length - number.length;
    const own = key
      .replace(/[_.-]?PORT$/i, '')
      .toLowerCase()
      .replaceAll('_', '-');
    return [toCandidate({ port: Number(number), start }, own, { kind: 'dotenv', key })];
  });
}

function findInSections(rule: KeyRule, text: string): readonly Candidate[] {
  let section = '';
  return [...text.matchAll(SECTION_OR_KEY)].flatMap((match): readonly Candidate[] => {
    const [whole, header, key, value = ''] = match;
    if (header !== undefined) section = header.trim();
    const number = /^[^\S\r\n]*["']?(\d{2,5})(?!\d)/.exec(value);
    if (key === undefined || number?.[1] === undefined) return [];
    const place = section === '' ? key : `${section}.${key}`;
    if (!rule.place.test(place) || isOtherPort(place)) return [];
    const start = match.index + whole.length - value.length + number[0].length - number[1].length;
    return [toCandidate({ port: Number(number[1]), start }, '', { kind: 'ini', section, key })];
  });
}

function findInCode(rule: CodeRule, text: string): readonly Candidate[] {
  return listCodeNumbers(text)
    .filter(({ place }) => rule.place.test(place))
    .map(({ place, port, start }) =>
      toCandidate({ port, start }, /(?:^|\.)preview\.port$/.test(place) ? 'preview' : ''),
    );
}

function findInLines(rule: LineRule, text: string): readonly Candidate[] {
  return [...text.matchAll(/[^\r\n]+/g)].flatMap(({ 0: line, index }) => {
    const code = line.replace(rule.comment, '');
    const own = /^([A-Za-z][\w-]*):\s/.exec(code)?.[1] ?? '';
    const byLine = rule.lines.flatMap((pattern): readonly NumberAt[] => {
      const match = pattern.exec(code);
      const number = match?.[1];
      if (match === null || number === undefined) return [];
      const at = match[0].lastIndexOf(number);
      return isOtherPort(match[0]) ? [] : [{ port: Number(number), start: match.index + at }];
    });
    const numbers = rule.isCommand ? [...byLine, ...findCommandPorts(code)] : byLine;
    return numbers.map(({ port, start }) => toCandidate({ port, start: index + start }, own));
  });
}
