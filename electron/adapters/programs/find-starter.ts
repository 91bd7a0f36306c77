import type { Owner } from '../../../shared/listener.ts';
import type { Ancestor, ProcessStory } from '../../../shared/why.ts';
import { SESSION_KINDS, STARTER_RULES, type StarterRule } from './starter-rules.ts';

/** A process above another, with the rule that knows it. */
interface KnownAncestor {
  readonly ancestor: Ancestor;
  readonly rule: StarterRule | undefined;
}

/**
 * What the processes above one tell of it. `above` is nearest first, and taken no further than to
 * where its session begins.
 */
export function toOrigin(above: Iterable<Owner>): Pick<ProcessStory, 'ancestors' | 'startedBy'> {
  const known: KnownAncestor[] = [];
  for (const { identity, name, command, executable, user } of above) {
    const ancestor: Ancestor = {
      identity,
      name,
      command,
      ...(executable !== undefined && { executable }),
      user,
    };
    const rule = findStarterRule(ancestor);
    known.push({ ancestor, rule });
    if (rule !== undefined && SESSION_KINDS.has(rule.kind)) break;
  }
  return { ancestors: known.map(({ ancestor }) => ancestor), startedBy: toStarters(known) };
}

/** The nearest ancestor of each kind that tells something. */
function toStarters(known: readonly KnownAncestor[]): ProcessStory['startedBy'] {
  const starters = new Map<string, ProcessStory['startedBy'][number]>();
  for (const { ancestor, rule } of known) {
    if (rule === undefined || starters.has(rule.kind)) continue;
    starters.set(rule.kind, { kind: rule.kind, name: rule.name, pid: ancestor.identity.pid });
  }
  return [...starters.values()];
}

/** The rule that knows this process; the program's file counts before its own words. */
export function findStarterRule(
  process: Pick<Ancestor, 'name' | 'command' | 'executable'>,
): StarterRule | undefined {
  const [first = ''] = process.command.split(' ', 1);
  const names = new Set([process.executable ?? '', first, process.name].map(toProgram));
  return STARTER_RULES.find(
    ({ programs, command }) =>
      programs?.some((program) => names.has(program)) === true ||
      command?.test(process.command) === true,
  );
}

/** The last part of a path of any system, without `.exe`. */
function toProgram(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? path).replace(/\.exe$/i, '');
}
