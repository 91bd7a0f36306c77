import type { BookFailure, Lease, LeaseOutcome, LeaseTerm } from '../../../shared/lease.ts';
import { toPassedOverWords } from '../../../shared/messages/passed-over.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import { toShortPath } from '../../../shared/messages/short-path.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { MachineTime } from '../../core/host-leases.ts';
import { formatTable } from '../output/columns.ts';
import type { CommandCall } from '../call/command-call.ts';
import { EXIT_CODES } from '../call/exit-codes.ts';
import { formatDocument } from '../output/format-document.ts';
import { createLeaseDesk } from './lease-desk.ts';
import type { AskedTerm, LeaseAsked, ReleaseAsked } from '../arguments/parse-lease.ts';
import { toDuration } from '../output/time.ts';

const REASONS_MAX = 20;

/** `portreeve lease`: prints the port that is the service's own from now on, and nothing else. */
export async function leasePort(call: CommandCall, asked: LeaseAsked, t: Translate) {
  const { host } = call;
  const outcome = await grant(call, asked);
  if (outcome.kind !== 'granted') {
    if (asked.asksJson) call.print(formatDocument(toOutcomeDocument(outcome)));
    for (const line of toRefusalLines(outcome, t)) call.complain(line);
    return outcome.kind === 'exhausted' ? EXIT_CODES.lease.none : EXIT_CODES.lease.failed;
  }
  const { lease } = outcome;
  if (asked.asksJson) {
    const document = { outcome: 'granted', ...toLeaseDocument(lease, host.readMachineTime()) };
    call.print(formatDocument(document));
    return EXIT_CODES.lease.done;
  }
  call.print(String(lease.port));
  if (outcome.isEphemeral === true) {
    call.complain(t('command.free-ephemeral', { count: 1, ports: String(lease.port) }));
  }
  return EXIT_CODES.lease.done;
}

async function grant(call: CommandCall, asked: LeaseAsked): Promise<LeaseOutcome> {
  const { host } = call;
  const term = toTerm(asked.term, call);
  if (term === undefined) return { kind: 'no-such-process' };
  const folder = await host.findWorktree(call.cwd);
  return createLeaseDesk(host).grant({
    name: asked.name,
    ...(folder !== undefined && { folder }),
    protocols: asked.protocols,
    ...(asked.strategy !== undefined && { strategy: asked.strategy }),
    term,
  });
}

/** `portreeve release`: gives back all that the service has here, or one port. */
export async function releasePort(call: CommandCall, asked: ReleaseAsked, t: Translate) {
  const { host } = call;
  const folder = await host.findWorktree(call.cwd);
  const { target } = asked;
  const outcome = await createLeaseDesk(host).release(
    target.kind === 'port' ? target : { ...target, ...(folder !== undefined && { folder }) },
  );
  if (outcome.kind !== 'released') {
    if (asked.asksJson) call.print(formatDocument({ outcome: outcome.kind, released: [] }));
    for (const line of toRefusalLines(outcome, t)) call.complain(line);
    return EXIT_CODES.release.failed;
  }
  const now = host.readMachineTime();
  if (asked.asksJson) {
    const released = outcome.leases.map((lease) => toLeaseDocument(lease, now));
    const kind = released.length === 0 ? 'nothing-leased' : outcome.kind;
    call.print(formatDocument({ outcome: kind, released }));
  } else {
    for (const { name, port } of outcome.leases) {
      call.print(t('command.released', { name: toSafeText(name), port: String(port) }));
    }
  }
  if (outcome.leases.length > 0) return EXIT_CODES.release.done;
  const what = target.kind === 'port' ? String(target.port) : toSafeText(target.name);
  if (!asked.asksJson) call.complain(t('command.release-none', { what }));
  return EXIT_CODES.release.none;
}

/** `portreeve leases`: who was promised which port, the lowest first. */
export async function listLeases(
  { host, print }: CommandCall,
  { asksJson }: { readonly asksJson: boolean },
  t: Translate,
) {
  const listed = await createLeaseDesk(host).list();
  const leases = listed.toSorted((a, b) => a.port - b.port);
  const now = host.readMachineTime();
  if (asksJson) {
    print(formatDocument({ leases: leases.map((lease) => toLeaseDocument(lease, now)) }));
  } else if (leases.length === 0) {
    print(t('command.no-leases'));
  } else {
    const rows = leases.map((lease) => [
      String(lease.port),
      lease.protocols.join('+'),
      toSafeText(lease.name, 40),
      lease.folder === undefined ? '' : toShortPath(lease.folder, host.homeFolder),
      toTermText(lease, now, t),
    ]);
    const header = [
      t('command.header-port'),
      t('command.header-protocol'),
      t('command.header-name'),
      t('command.header-folder'),
      t('command.header-until'),
    ];
    print(formatTable([header, ...rows]));
  }
  return EXIT_CODES.leases.answered;
}

/** Why a port was not promised, or not given back. */
export function toRefusalLines(
  outcome: Exclude<LeaseOutcome, { kind: 'granted' }> | BookFailure,
  t: Translate,
): readonly string[] {
  switch (outcome.kind) {
    case 'exhausted':
      return [
        ...toPassedOverWords(outcome.passedOver, t, REASONS_MAX),
        t('command.lease-exhausted'),
      ];
    case 'too-many':
      return [t('command.lease-too-many')];
    case 'no-such-process':
      return [t('command.lease-no-process')];
    case 'book-busy':
      return [t('command.lease-book-busy')];
    case 'book-not-saved':
      return [t('command.lease-book-not-saved', { reason: t(`write-failure.${outcome.reason}`) })];
  }
}

function toTerm(term: AskedTerm, { host }: CommandCall): LeaseTerm | undefined {
  if (term.kind !== 'pid') return term;
  const identity = host.processes.readIdentity(term.pid);
  return identity === undefined ? undefined : { kind: 'process', identity };
}

function toTermText({ term, renewedAtMs, occupant }: Lease, now: MachineTime, t: Translate) {
  if (term.kind === 'process') return t('command.until-exit', { pid: String(term.identity.pid) });
  if (term.kind === 'reservation') return t('command.until-released');
  if (occupant !== undefined) return t('command.until-exit', { pid: String(occupant.pid) });
  return t('command.until-time', { time: toDuration(renewedAtMs + term.ttlMs - now.ms, t) });
}

/** See the README for the shape, which other programs rely on. */
export function toLeaseDocument(lease: Lease, now: MachineTime) {
  const { name, folder, port, protocols, grantedAt, term, renewedAtMs, occupant } = lease;
  const user = term.kind === 'process' ? term.identity : occupant;
  return {
    name,
    folder: folder ?? null,
    port,
    protocols,
    grantedAt,
    term: term.kind,
    endsInMs: term.kind === 'time' ? Math.max(0, renewedAtMs + term.ttlMs - now.ms) : null,
    pid: user?.pid ?? null,
  };
}

function toOutcomeDocument(outcome: Exclude<LeaseOutcome, { kind: 'granted' }>): object {
  return outcome.kind === 'exhausted'
    ? { outcome: outcome.kind, passedOver: outcome.passedOver }
    : { outcome: outcome.kind };
}
