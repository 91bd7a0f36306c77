import { toLocale } from '../../shared/locale.ts';
import { toNoticeSentence } from '../../shared/messages/sentences.ts';
import { createTranslate, type Translate } from '../../shared/messages/translate.ts';
import type { Host } from '../core/host.ts';
import { readOnce } from '../core/read-once.ts';
import { toTellableConflicts } from '../core/tray-model.ts';
import { toCheckJson, toCheckText, toListJson, toListText } from './listing.ts';

export const EXIT_CALM = 0;
export const EXIT_CONFLICTS = 1;
export const EXIT_FAILED = 2;

export interface CommandCall {
  readonly host: Host;
  readonly version: string;
  readonly verb: string | undefined;
  /** The first argument that no verb understands. */
  readonly unknown: string | undefined;
  readonly asksJson: boolean;
  readonly asksHelp: boolean;
  readonly asksVersion: boolean;
  readonly print: (text: string) => void;
  /** For everything that is not the answer itself. */
  readonly complain: (text: string) => void;
}

/** Runs one command line; resolves to its exit code: 0 calm, 1 conflicts, 2 failed or not understood. */
export async function runCommand(call: CommandCall): Promise<number> {
  const t = createTranslate(toLocale(call.host.systemLanguage));
  if (call.asksVersion) {
    call.print(call.version);
    return EXIT_CALM;
  }
  if (call.asksHelp || call.verb === 'help') {
    call.print(t('command.usage'));
    return EXIT_CALM;
  }
  if (call.unknown !== undefined) return refuse(call, call.unknown, t);
  switch (call.verb) {
    case 'list':
    case 'check':
      return read(call, call.verb, t);
    case undefined:
      call.complain(t('command.usage'));
      return EXIT_FAILED;
    default:
      return refuse(call, call.verb, t);
  }
}

function refuse(call: CommandCall, argument: string, t: Translate): number {
  call.complain(t('command.unknown', { argument }));
  return EXIT_FAILED;
}

async function read(call: CommandCall, verb: 'list' | 'check', t: Translate): Promise<number> {
  const once = await readOnce(call.host);
  if (once.kind === 'failed') {
    const reason = t(`scan-failure.${once.scan.reason}`);
    call.complain(t('command.scan-failed', { reason }));
    return EXIT_FAILED;
  }
  const { snapshot } = once;
  for (const notice of snapshot.notices) {
    call.complain(`portreeve: ${toNoticeSentence(notice, snapshot.homeFolder, t)}`);
  }
  if (snapshot.coverage === 'partial') {
    call.complain(t('command.partial', { missing: once.missing.join(', ') }));
  }
  if (verb === 'list') {
    call.print(call.asksJson ? toListJson(once) : toListText(snapshot, t));
    return EXIT_CALM;
  }
  call.print(call.asksJson ? toCheckJson(once) : toCheckText(snapshot, t));
  return toTellableConflicts(snapshot).length > 0 ? EXIT_CONFLICTS : EXIT_CALM;
}
