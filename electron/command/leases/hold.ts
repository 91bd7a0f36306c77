import type { HoldOutcome, LetGoOutcome } from '../../../shared/hold.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import { askApp, type AppAnswer } from '../../core/ask-app.ts';
import type { CommandCall } from '../call/command-call.ts';
import { toNoticeText } from '../call/complaints.ts';
import { EXIT_CODES } from '../call/exit-codes.ts';
import { findService } from '../kill/find-service.ts';
import { formatDocument } from '../output/format-document.ts';
import type { HoldAsked } from '../arguments/parse-hold.ts';

const EXIT = EXIT_CODES.hold;

/** `portreeve hold` and `unhold`: the running app keeps a watched port bound, or lets it go. */
export async function holdPort(call: CommandCall, asked: HoldAsked, t: Translate): Promise<number> {
  const { host } = call;
  const { settings, notices } = await host.settingsStore.read();
  for (const notice of notices) call.complain(toNoticeText(notice, host.homeFolder, t));
  const found = findService(asked.name, settings.watchedPorts, t);
  if (found.kind !== 'found') {
    call.complain(found.sentence);
    const outcome = found.kind === 'ambiguous' ? 'ambiguous-name' : 'not-watched';
    if (asked.asksJson) call.print(formatDocument(toUndoneDocument(outcome, asked)));
    return EXIT.notDone;
  }
  const { service } = found;
  const [watched] = service;
  const answer = await askForEach(call, asked.kind, service);
  if (answer.kind !== 'answered') {
    const trouble = toTrouble(answer);
    call.complain(t(`command.hold-${trouble}`));
    if (asked.asksJson) call.print(formatDocument(toUndoneDocument(trouble, watched)));
    return EXIT.noApp;
  }
  const { output } = answer;
  if (asked.asksJson) {
    call.print(formatDocument(toHoldDocument(output, watched)));
  } else if (isDone(output)) {
    call.print(toSentence(output, watched, t));
  } else {
    call.complain(toSentence(output, watched, t));
  }
  return isDone(output) ? EXIT.done : EXIT.notDone;
}

type HoldAnswer = AppAnswer<'hold.take'> | AppAnswer<'hold.let-go'>;

/** Asks for each of them; the answer of the first where it was not done, otherwise of the last. */
async function askForEach(
  { host: { coordinator } }: CommandCall,
  kind: HoldAsked['kind'],
  service: readonly WatchedPort[],
): Promise<HoldAnswer> {
  let undone: HoldAnswer | undefined;
  let done: HoldAnswer = { kind: 'absent' };
  for (const { id } of service) {
    const input = { watchedPortId: id };
    const answer =
      kind === 'hold'
        ? await askApp(coordinator, 'hold.take', input)
        : await askApp(coordinator, 'hold.let-go', input);
    if (answer.kind === 'answered' && isDone(answer.output)) done = answer;
    else undone ??= answer;
  }
  return undone ?? done;
}

function isDone({ kind }: HoldOutcome | LetGoOutcome): boolean {
  return kind === 'held' || kind === 'let-go';
}

function toTrouble(answer: Exclude<HoldAnswer, { kind: 'answered' }>) {
  switch (answer.kind) {
    case 'absent':
      return 'no-app';
    case 'other-version':
    case 'refused':
      return 'other-version';
    case 'silent':
      return 'silent';
  }
}

function toSentence(
  outcome: HoldOutcome | LetGoOutcome,
  { name, port }: WatchedPort,
  t: Translate,
): string {
  const values = { name: toSafeText(name), port: String(port) };
  if (outcome.kind !== 'unavailable') return t(`command.hold-${outcome.kind}`, values);
  const reason = t(`passed-over.${outcome.reason}`, values);
  return t('command.hold-unavailable', { ...values, reason });
}

/** See the README for the shape, which other programs rely on. */
function toHoldDocument(outcome: HoldOutcome | LetGoOutcome, { name, port }: WatchedPort): object {
  return {
    outcome: outcome.kind,
    reason: outcome.kind === 'unavailable' ? outcome.reason : null,
    name,
    port,
  };
}

/** The same of what never got as far as the app; without a port where no one port is meant. */
function toUndoneDocument(
  outcome: 'ambiguous-name' | 'not-watched' | ReturnType<typeof toTrouble>,
  { name, port }: { readonly name: string; readonly port?: number },
): object {
  return { outcome, reason: null, name, port: port ?? null };
}
