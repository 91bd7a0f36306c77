import { parseCommandLine, toCommandLine } from '../../shared/command-line.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { parsePort } from '../../shared/port-text.ts';
import {
  isSameWatch,
  ownerRuleSchema,
  watchedAddressSchema,
  watchedPortSchema,
  type OwnerRule,
  type WatchedPort,
} from '../../shared/watched-port.ts';
import { toFullPath } from '../words/folder.ts';
import type { Saying } from '../words/saying.ts';
import {
  emptyAllocation,
  parseAllocation,
  toAllocationDraft,
  type AllocationDraft,
} from './allocation-draft.ts';
import { emptyProbe, parseProbe, toProbeDraft, type ProbeDraft } from './probe-draft.ts';
import {
  emptyTarget,
  parseTarget,
  toTargetDraft,
  type TargetDraft,
  type TargetProblems,
} from './target-draft.ts';

/** A watched port as text, the way it stands in the form while a person types. */
export interface Draft extends AllocationDraft, ProbeDraft {
  readonly name: string;
  readonly port: string;
  readonly protocol: WatchedPort['protocol'];
  /** Empty means every address. */
  readonly address: string;
  readonly ruleKind: OwnerRule['kind'];
  readonly executable: string;
  readonly pattern: string;
  readonly folder: string;
  readonly container: string;
  readonly acceptedOwners: readonly OwnerRule[];
  /** As it is typed; empty means that there is none. */
  readonly restartCommand: string;
  /** Empty means that nobody is ended by a rule. */
  readonly autoKill: string;
  /** At least one, which may be empty. */
  readonly targets: readonly TargetDraft[];
}

export type DraftField = Exclude<
  keyof Draft,
  'protocol' | 'ruleKind' | 'acceptedOwners' | 'allocationKind' | 'probeKind' | 'targets'
>;

/** What is wrong, one sentence a field. */
export type DraftProblems = Readonly<Partial<Record<DraftField, Saying>>>;

export type ParsedDraft =
  | { readonly kind: 'valid'; readonly watchedPort: WatchedPort }
  | {
      readonly kind: 'invalid';
      readonly problems: DraftProblems;
      /** One for each target. */
      readonly targetProblems: readonly TargetProblems[];
    };

export const emptyDraft: Draft = {
  name: '',
  port: '',
  protocol: 'tcp',
  address: '',
  ruleKind: 'anybody',
  executable: '',
  pattern: '',
  folder: '',
  container: '',
  acceptedOwners: [],
  ...emptyAllocation,
  ...emptyProbe,
  restartCommand: '',
  autoKill: '',
  targets: [emptyTarget],
};

/** The form of a saved entry; folders are written with `~`. */
export function toDraft(watchedPort: WatchedPort, homeFolder: string): Draft {
  const { expectedOwner: rule, configTargets, autoKill, restartCommand = [] } = watchedPort;
  return {
    ...emptyDraft,
    name: watchedPort.name,
    port: String(watchedPort.port),
    protocol: watchedPort.protocol,
    address: watchedPort.address === 'any' ? '' : watchedPort.address,
    ruleKind: rule.kind,
    executable: rule.kind === 'executable' ? toShortPath(rule.executable, homeFolder) : '',
    pattern: rule.kind === 'command' ? rule.pattern : '',
    folder: rule.kind === 'project' ? toShortPath(rule.folder, homeFolder) : '',
    container: rule.kind === 'container' ? rule.name : '',
    acceptedOwners: watchedPort.acceptedOwners,
    ...toAllocationDraft(watchedPort),
    ...toProbeDraft(watchedPort.probe),
    restartCommand: toCommandLine(restartCommand),
    autoKill: autoKill === undefined ? '' : toShortPath(autoKill.executable, homeFolder),
    targets:
      configTargets.length === 0
        ? [emptyTarget]
        : configTargets.map((target) => toTargetDraft(target, homeFolder)),
  };
}

/** Whether a person changed anything; the spelling of one and the same value may differ. */
export function isSameDraft(a: Draft, b: Draft): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Reads a form with the rules of the contract; `others` are the other watched ports. */
export function parseDraft(
  draft: Draft,
  context: {
    readonly id: string;
    readonly others: readonly WatchedPort[];
    readonly homeFolder: string;
  },
): ParsedDraft {
  const problems: Partial<Record<DraftField, Saying>> = {};
  const port = parsePort(draft.port);
  if (port.kind === 'invalid') problems.port = { key: `form.port-${port.problem}` };
  if (draft.name.trim() === '') problems.name = { key: 'watch.name-empty' };

  const address = draft.address.trim() === '' ? 'any' : draft.address.trim();
  if (!watchedAddressSchema.safeParse(address).success) {
    problems.address = { key: 'form.address-invalid' };
  }
  const expectedOwner = parseRule(draft, context.homeFolder, problems);
  const { fallbackPorts, allocation, problems: allocationProblems } = parseAllocation(draft);
  Object.assign(problems, allocationProblems);
  const { protocol, ruleKind } = draft;
  const probing = parseProbe(draft, { protocol, mayBeAnybody: ruleKind === 'anybody' });
  Object.assign(problems, probing.problems);
  const autoKill = parseExecutable('autoKill', draft, context.homeFolder, problems);
  const restartCommand = parseCommandLine(draft.restartCommand);
  if (restartCommand === undefined) {
    problems.restartCommand = { key: 'form.restart-command-open-quote' };
  }
  const targets = draft.targets.map((target) => parseTarget(target, context.homeFolder));
  const targetProblems = targets.map((one) => (one.kind === 'invalid' ? one.problems : {}));
  const isFine = (): boolean =>
    Object.keys(problems).length === 0 && targets.every((one) => one.kind !== 'invalid');

  if (port.kind === 'port' && problems.address === undefined) {
    const watch = { port: port.port, protocol: draft.protocol, address };
    const twin = context.others.find((other) => isSameWatch(other, watch));
    if (twin !== undefined) {
      problems.port = { key: 'watch.watched-twice', values: { name: twin.name } };
    }
  }
  const parsed = watchedPortSchema.safeParse({
    id: context.id,
    name: draft.name,
    port: port.kind === 'port' ? port.port : undefined,
    protocol: draft.protocol,
    address,
    expectedOwner,
    acceptedOwners: draft.acceptedOwners,
    fallbackPorts,
    ...(allocation === undefined ? {} : { allocation }),
    configTargets: targets.flatMap((one) => (one.kind === 'valid' ? [one.target] : [])),
    ...(restartCommand === undefined || restartCommand.length === 0 ? {} : { restartCommand }),
    ...(autoKill === '' ? {} : { autoKill: { executable: autoKill } }),
    ...(probing.probe === undefined ? {} : { probe: probing.probe }),
  });
  if (isFine() && parsed.success) {
    return { kind: 'valid', watchedPort: parsed.data };
  }
  // Whatever the sentences above do not know is told at the name, never swallowed.
  if (isFine()) problems.name = { key: 'form.too-long' };
  return { kind: 'invalid', problems, targetProblems };
}

function parseRule(
  draft: Draft,
  homeFolder: string,
  problems: Partial<Record<DraftField, Saying>>,
): OwnerRule {
  switch (draft.ruleKind) {
    case 'anybody':
      return { kind: 'anybody' };
    case 'executable': {
      const executable = parseExecutable('executable', draft, homeFolder, problems);
      if (executable === '') problems.executable = { key: 'form.executable-empty' };
      return { kind: 'executable', executable };
    }
    case 'command': {
      const rule = { kind: 'command', pattern: draft.pattern } as const;
      if (draft.pattern === '') problems.pattern = { key: 'form.pattern-empty' };
      else if (!ownerRuleSchema.safeParse(rule).success) {
        problems.pattern = { key: 'form.pattern-invalid' };
      }
      return rule;
    }
    case 'project': {
      const folder = toFullPath(draft.folder, homeFolder);
      if (folder === '') problems.folder = { key: 'form.folder-empty' };
      else if (!isFullPath(folder)) problems.folder = { key: 'form.path-not-absolute' };
      return { kind: 'project', folder };
    }
    case 'container': {
      const name = draft.container.trim();
      if (name === '') problems.container = { key: 'form.container-empty' };
      else if (/\s|\/.*\//.test(name)) problems.container = { key: 'form.container-invalid' };
      return { kind: 'container', name };
    }
  }
}

/** A bare name fits any folder; a path that starts nowhere fits none. */
function parseExecutable(
  field: 'executable' | 'autoKill',
  draft: Draft,
  homeFolder: string,
  problems: Partial<Record<DraftField, Saying>>,
): string {
  const executable = toFullPath(draft[field], homeFolder);
  if (/[/\\]/.test(executable) && !isFullPath(executable)) {
    problems[field] = { key: 'form.path-not-absolute' };
  }
  return executable;
}

function isFullPath(path: string): boolean {
  return ownerRuleSchema.safeParse({ kind: 'project', folder: path }).success;
}
