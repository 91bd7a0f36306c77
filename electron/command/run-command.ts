import { toLocale } from '../../shared/locale.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { diagnose } from '../core/diagnose.ts';
import { readOnce, type OnceRead } from '../core/read-once.ts';
import { toTellableConflicts } from '../core/wording.ts';
import { explainPort } from '../core/why/why.ts';
import { askApp } from '../core/ask-app.ts';
import type { CommandCall } from './call/command-call.ts';
import { prepareForManyLooks } from './engine-flags.ts';
import { toNoticeText, toProblemText, toScanFailureText } from './call/complaints.ts';
import { toAppState, toDoctorDocument, toDoctorExit, toDoctorText } from './doctor.ts';
import { EXIT_CODES } from './call/exit-codes.ts';
import { importFolder } from './import.ts';
import { filterListeners, followProject } from './filter-listeners.ts';
import { formatDocument } from './output/format-document.ts';
import { listCandidates } from './completion/candidates.ts';
import { printHistory } from './history.ts';
import { holdPort } from './leases/hold.ts';
import { killPort } from './kill/kill.ts';
import { isBlind } from './call/is-blind.ts';
import { leasePort, listLeases, releasePort } from './leases/lease.ts';
import { toOtherProtocolText } from './kill/other-protocol.ts';
import { reassignPort } from './reassign/reassign.ts';
import { undoMove } from './reassign/undo.ts';
import { toCheckDocument, toCheckText, toListDocument, toListText } from './output/listing.ts';
import type { Asked } from './arguments/parse-arguments.ts';
import { runService } from './run/run-service.ts';
import { toUsage } from './help/usage.ts';
import { toChangeJson, toChangeText, toConflictLines, watchPorts } from './watch.ts';
import { watchPort } from './watch-port.ts';
import { setOffFirstLine } from './output/colours.ts';
import { toWhyDocument } from './why/why-json.ts';
import { toWhyText } from './why/why-text.ts';

/** The others have ways of their own, with what only they need. */
export type Runnable = Exclude<
  Asked,
  { kind: 'help' | 'version' | 'free' | 'mcp' | 'man' | 'completion' }
>;

/** Runs one command line; resolves to its exit code, which `exit-codes.ts` tells of. */
export async function runCommand(call: CommandCall, asked: Runnable): Promise<number> {
  const { host } = call;
  const locale = toLocale(host.systemLanguage);
  const t = toTranslate(locale, host.system);
  switch (asked.kind) {
    case 'refused':
      call.complain(
        asked.problem.kind === 'no-command' ? toUsage(locale) : toProblemText(asked.problem, t),
      );
      return EXIT_CODES.any.failed;
    case 'list':
    case 'check': {
      const once = await readOnce(host);
      if (once.kind === 'read') return show(call, asked, once, t);
      call.complain(toScanFailureText(once.scan, t));
      return asked.kind === 'check' ? EXIT_CODES.check.unsure : EXIT_CODES.list.unread;
    }
    case 'why': {
      const answer = await explainPort(host, asked);
      if (answer.kind === 'failed') {
        call.complain(toScanFailureText(answer.scan, t));
        return EXIT_CODES.why.unread;
      }
      const { report, snapshot } = answer;
      complainOfNotices(call, snapshot, t);
      const words = { snapshot, nowMs: host.clock.wallMs(), t };
      call.print(
        asked.asksJson
          ? formatDocument(toWhyDocument(report))
          : setOffFirstLine(toWhyText(report, words), call.colours),
      );
      const other = toOtherProtocolText(asked, snapshot.listeners, snapshot.homeFolder, t);
      if (!asked.asksJson && report.state !== 'held' && other !== undefined) {
        call.print(`\n${other}`);
      }
      return EXIT_CODES.why.answered;
    }
    case 'doctor': {
      const diagnosis = await diagnose(host);
      const app = toAppState(await askApp(host.coordinator, 'status.read', {}));
      const facts = { ...call.versions, homeFolder: host.homeFolder, app };
      call.print(
        asked.asksJson
          ? formatDocument(toDoctorDocument(diagnosis, facts))
          : toDoctorText(diagnosis, facts, t),
      );
      return toDoctorExit(diagnosis, facts);
    }
    case 'complete':
      for (const line of await listCandidates(host, asked.candidates)) call.print(line);
      return EXIT_CODES.complete.answered;
    case 'watch':
      return watch(call, asked, t);
    case 'history':
      return printHistory(call, asked, t);
    case 'kill':
      return killPort(call, asked, t);
    case 'reassign':
      return reassignPort(call, asked, t);
    case 'undo':
      return undoMove(call, asked, t);
    case 'watch-port':
      return watchPort(call, asked, t);
    case 'import':
      return importFolder(call, asked, t);
    case 'lease':
      return leasePort(call, asked, t);
    case 'release':
      return releasePort(call, asked, t);
    case 'hold':
    case 'unhold':
      return holdPort(call, asked, t);
    case 'run':
      return runService(call, asked, t);
    case 'leases':
      return listLeases(call, asked, t);
  }
}

function complainOfNotices(call: CommandCall, snapshot: Snapshot, t: Translate): void {
  for (const notice of snapshot.notices) {
    call.complain(toNoticeText(notice, snapshot.homeFolder, t));
  }
}

async function show(
  call: CommandCall,
  asked: Extract<Asked, { kind: 'list' | 'check' }>,
  once: Extract<OnceRead, { kind: 'read' }>,
  t: Translate,
): Promise<number> {
  const { snapshot } = once;
  complainOfNotices(call, snapshot, t);
  if (snapshot.coverage === 'partial') {
    call.complain(t('command.partial', { missing: once.missing.join(t('list.separator')) }));
  }
  if (asked.kind === 'list') {
    const place = { homeFolder: snapshot.homeFolder, cwd: call.cwd };
    const filter = await followProject(asked.filter, place, call.host.resolvePath);
    const listeners = filterListeners(snapshot.listeners, filter, place);
    call.print(
      asked.asksJson
        ? formatDocument(toListDocument(once, listeners))
        : setOffFirstLine(toListText(snapshot, listeners, t), call.colours),
    );
    return EXIT_CODES.list.answered;
  }
  if (asked.asksJson) call.print(formatDocument(toCheckDocument(once)));
  // Of settings that cannot be read nobody knows that they watch nothing.
  else if (snapshot.watched.length > 0 || !isBlind(snapshot)) {
    call.print(toCheckText(snapshot, call.colours, t));
  }
  if (toTellableConflicts(snapshot).length > 0) return EXIT_CODES.check.conflicts;
  return isSure(snapshot) ? EXIT_CODES.check.calm : EXIT_CODES.check.unsure;
}

/** Whether "calm" is known: settings that could not be read and hidden owners prove nothing. */
function isSure(snapshot: Snapshot): boolean {
  return (
    !isBlind(snapshot) && snapshot.watched.every(({ verdict }) => verdict.kind !== 'undetermined')
  );
}

/** Prints changes until it is told to stop or nobody reads them any more. */
async function watch(
  call: CommandCall,
  asked: Extract<Asked, { kind: 'watch' }>,
  t: Translate,
): Promise<number> {
  const { host } = call;
  const place = { homeFolder: host.homeFolder, cwd: call.cwd };
  const filter = await followProject(asked.filter, place, host.resolvePath);
  let told: ReadonlySet<string> = new Set();
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  call.onStop(stop);
  host.onUnread?.(stop);
  const watching = await watchPorts(host, {
    intervalMs: asked.intervalMs,
    select: (listeners) => filterListeners(listeners, filter, place),
    onChange(change) {
      const lines = asked.asksJson ? [toChangeJson(change)] : toChangeText(change, told, t);
      told = new Set(toConflictLines(change, t));
      if (!lines.every((line) => call.print(line))) stop();
      prepareForManyLooks();
    },
  });
  await stopped;
  watching.stop();
  return EXIT_CODES.watch.stopped;
}
