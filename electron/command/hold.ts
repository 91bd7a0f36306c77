import type { HoldOutcome, LetGoOutcome } from '../../shared/hold.ts';
import { toSafeText } from '../../shared/messages/sentences.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { askApp, type AppAnswer } from '../core/ask-app.ts';
import type { CommandCall } from './command-call.ts';
import { toNoticeText } from './complaints.ts';
import { formatDocument } from './format-document.ts';
import { findByName } from './kill-target.ts';
import type { HoldAsked } from './parse-hold.ts';

const EXIT = { done: 0, notDone: 1, noApp: 2 } as const;

/** `portreeve hold` and `unhold`: the running app keeps a watched port bound, or lets it go. */
export async function holdPort(call: CommandCall, asked: HoldAsked, t: Translate): Promise<number> {
  const watched = await findWatched(call, asked, t);
  if (watched === undefined) return EXIT.notDone;
  const input = { watchedPortId: watched.id };
  const { coordinator } = call.host;
  const answer =
    asked.kind === 'hold'
      ? await askApp(coordinator, 'hold.take', input)
      : await askApp(coordinator, 'hold.let-go', input);
  if (answer.kind !== 'answered') {
    call.complain(t(toTroubleKey(answer)));
    return EXIT.noApp;
  }
  const { output } = answer;
  const isDone = output.kind === 'held' || output.kind === 'let-go';
  if (asked.asksJson) {
    call.print(formatDocument(toHoldDocument(output, watched)));
  } else if (isDone) {
    call.print(toSentence(output, watched, t));
  } else {
    call.complain(toSentence(output, watched, t));
  }
  return isDone ? EXIT.done : EXIT.notDone;
}

async function findWatched(
  call: CommandCall,
  { name }: HoldAsked,
  t: Translate,
): Promise<WatchedPort | undefined> {
  const { host } = call;
  const { settings, notices } = await host.settingsStore.read();
  for (const notice of notices) call.complain(toNoticeText(notice, host.homeFolder, t));
  const named = findByName(name, settings.watchedPorts);
  const [watched, ...others] = named;
  if (watched === undefined) {
    call.complain(t('command.unknown-name', { name: toSafeText(name) }));
  } else if (others.length > 0) {
    const ports = named.map(({ port }) => port).join(', ');
    call.complain(t('command.ambiguous-name', { name: toSafeText(name), ports }));
    return undefined;
  }
  return watched;
}

function toTroubleKey(answer: Exclude<AppAnswer<'hold.take'>, { kind: 'answered' }>) {
  switch (answer.kind) {
    case 'absent':
      return 'command.hold-no-app';
    case 'other-version':
    case 'refused':
      return 'command.hold-other-version';
    case 'silent':
      return 'command.hold-silent';
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
