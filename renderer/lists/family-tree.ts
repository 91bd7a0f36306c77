import type { Owner } from '../../shared/listener.ts';
import { toProcessName, toTitle } from '../../shared/titles.ts';
import type { Ancestor, PortHolder, ProcessStory } from '../../shared/why.ts';

/** One process in the tree of those that a port's holder came from. */
export interface FamilyMember {
  readonly pid: number;
  /** What a person would call it. */
  readonly title: string;
  /** Its own name, where the title does not begin with it. */
  readonly rawName: string | undefined;
  readonly command: string;
  readonly user: string;
  readonly isHolder: boolean;
  readonly children: readonly FamilyMember[];
}

/** The first process of a login or of the system on top, the holders of the port as the leaves. */
export function toFamilyTree({ processes }: PortHolder): readonly FamilyMember[] {
  const [first] = processes;
  if (first === undefined) return [];
  const owners = processes.map(({ owner }) => owner);
  const pids = new Set(owners.map(({ identity }) => identity.pid));
  const roots = owners.filter(({ parentPid }) => parentPid === undefined || !pids.has(parentPid));
  const leaves = roots.map((owner) => toHolder(owner, owners));
  // Ancestors come nearest first, so each takes what is below it as its child.
  return (first.story?.ancestors ?? []).reduce<readonly FamilyMember[]>(
    (children, ancestor) => [toAncestor(ancestor, first.story, children)],
    leaves,
  );
}

function toHolder(owner: Owner, owners: readonly Owner[]): FamilyMember {
  const children = owners.filter((other) => other.parentPid === owner.identity.pid);
  return {
    ...toFacts(owner, toTitle(owner).text),
    isHolder: true,
    children: children.map((child) => toHolder(child, owners)),
  };
}

function toAncestor(
  ancestor: Ancestor,
  story: ProcessStory | undefined,
  children: readonly FamilyMember[],
): FamilyMember {
  const { pid } = ancestor.identity;
  const starter = story?.startedBy.find((known) => known.pid === pid);
  const title = starter?.name ?? toTitle(ancestor).text;
  return { ...toFacts(ancestor, title), isHolder: false, children };
}

function toFacts(
  process: Pick<Owner, 'identity' | 'name' | 'command' | 'executable' | 'user'>,
  title: string,
): Omit<FamilyMember, 'isHolder' | 'children'> {
  const name = toProcessName(process);
  const isNamed = title.toLowerCase().startsWith(name.toLowerCase());
  return {
    pid: process.identity.pid,
    title,
    rawName: isNamed ? undefined : name,
    command: process.command,
    user: process.user,
  };
}
