import { toSafeText } from '../../shared/messages/safe-text.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { Diagnosis } from '../core/diagnose.ts';
import type { AppAnswer } from '../core/ask-app.ts';
import { toNoticeText } from './call/complaints.ts';
import { EXIT_CODES } from './call/exit-codes.ts';

const EXIT = EXIT_CODES.doctor;

/** Whose facts the report is about; versions tell a reader which rules apply. */
export interface DoctorFacts {
  readonly version: string;
  readonly runtime: string;
  readonly homeFolder: string;
  /** Whether the app runs with the same settings, and can be asked. */
  readonly app: AppState;
}

type AppState =
  | { readonly state: 'running'; readonly pid: number }
  | { readonly state: 'not-running' | 'not-answering' };

/** The best that Linux, macOS and Windows offer. */
const BEST_SOURCES: ReadonlySet<string> = new Set(['netlink', 'lsof', 'tables']);
const HANDLES: ReadonlySet<string> = new Set(['pidfd', 'handle']);
const BEST_SIGNALS: ReadonlySet<string> = new Set([...HANDLES, 'pid']);

/** What an answer of the app says of the app itself. */
export function toAppState(answer: AppAnswer<'status.read'>): AppState {
  if (answer.kind === 'answered') return { state: 'running', pid: answer.output.pid };
  return { state: answer.kind === 'absent' ? 'not-running' : 'not-answering' };
}

/** `portreeve doctor --json`: see the README for the shape. */
export function toDoctorDocument(
  { ports, signals, isPrivileged, engines, notices }: Diagnosis,
  { version, runtime, app }: Pick<DoctorFacts, 'version' | 'runtime' | 'app'>,
) {
  return {
    version,
    runtime,
    app,
    ports: toPortsDocument(ports),
    signals,
    isPrivileged,
    engines,
    notices: notices.map(({ kind }) => kind),
  };
}

function toPortsDocument(ports: Diagnosis['ports']) {
  if (ports.kind === 'failed') {
    return { state: 'failed', reason: ports.reason, detail: ports.detail } as const;
  }
  const { source, scanMs, missing, listeners, hidden } = ports;
  // More of it than the text shows would be noise.
  const roundedMs = Math.round(scanMs * 100) / 100;
  return { source, scanMs: roundedMs, missing, listeners, hidden, state: 'read' } as const;
}

/** What works, how, and what does not, one line each. */
export function toDoctorText(diagnosis: Diagnosis, facts: DoctorFacts, t: Translate): string {
  const { signals, engines, notices } = diagnosis;
  return [
    t('doctor.versions', { version: facts.version, runtime: facts.runtime }),
    ...toPortLines(diagnosis, t),
    toSignalsLine(signals, t),
    toAppLine(facts.app, t),
    ...(engines.length === 0 ? [t('doctor.no-engine')] : []),
    ...engines.map(({ socketPath, state }) =>
      t('doctor.engine', { socket: toSafeText(socketPath), state: state.replaceAll('-', '_') }),
    ),
    ...notices.map((notice) => toNoticeText(notice, facts.homeFolder, t)),
  ].join('\n');
}

function toSignalsLine(signals: string, t: Translate): string {
  if (signals === 'none') return t('doctor.signals-none');
  if (HANDLES.has(signals)) return t('doctor.signals-held');
  return t('doctor.signals-by-pid', { why: toSafeText(signals, 200) });
}

function toAppLine(app: AppState, t: Translate): string {
  switch (app.state) {
    case 'running':
      return t('doctor.app-running', { pid: String(app.pid) });
    case 'not-running':
      return t('doctor.app-not-running');
    case 'not-answering':
      return t('doctor.app-not-answering');
  }
}

function toPortLines(diagnosis: Diagnosis, t: Translate): readonly string[] {
  const { ports } = diagnosis;
  if (ports.kind === 'failed') {
    return [t('command.scan-failed', { reason: t(`scan-failure.${ports.reason}`) })];
  }
  const { source, scanMs, listeners, missing } = ports;
  const values = { count: listeners, ms: scanMs, why: toSafeText(source, 200) };
  return [
    t(BEST_SOURCES.has(source) ? 'doctor.ports-at-best' : 'doctor.ports-otherwise', values),
    ...(missing.length === 0
      ? []
      : [t('command.partial', { missing: missing.join(t('list.separator')) })]),
    ...toHiddenLines(diagnosis, ports, t),
  ];
}

function toHiddenLines(
  { isPrivileged, seesAll }: Diagnosis,
  { hidden, ownHidden }: Extract<Diagnosis['ports'], { kind: 'read' }>,
  t: Translate,
): readonly string[] {
  if (hidden === 0 || seesAll) return [];
  if (isPrivileged) return [t('doctor.hidden-from-root', { count: hidden })];
  const others = hidden - ownHidden;
  return [
    ...(others === 0 ? [] : [t('doctor.hidden', { count: others })]),
    ...(ownHidden === 0 ? [] : [t('doctor.own-hidden', { count: ownHidden })]),
  ];
}

/** Whether all is read and done in the best way. */
export function toDoctorExit(
  { ports, signals, notices }: Diagnosis,
  { app }: Pick<DoctorFacts, 'app'>,
): number {
  if (ports.kind === 'failed') return EXIT.unread;
  const isHeard = app.state !== 'not-answering';
  const isBest = BEST_SOURCES.has(ports.source) && BEST_SIGNALS.has(signals) && isHeard;
  return isBest && ports.missing.length === 0 && notices.length === 0 ? EXIT.best : EXIT.lacking;
}
