import { toLocale } from '../../../shared/locale.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import { toStopForGood } from '../../core/kill/stop-commands.ts';
import { askYes } from '../call/ask-yes.ts';
import type { CommandCall } from '../call/command-call.ts';
import { setOffFirstLine } from '../output/colours.ts';
import { EXIT_CODES } from '../call/exit-codes.ts';
import { formatDocument } from '../output/format-document.ts';
import { toExit, toWorstExit } from './kill-exit.ts';
import { toKillDocument, toUnplannedDocument, type KillResult } from './kill-json.ts';
import { carryOutKill, planKill } from './kill-order.ts';
import { toKillLabel, toPlanText } from './kill-text.ts';
import { toOtherProtocolText } from './other-protocol.ts';
import type { KillAsked } from '../arguments/parse-kill.ts';

const EXIT = EXIT_CODES.kill;

/**
 * `portreeve kill`: shows whom it would end and how, asks, does it, and proves it. Nothing is
 * signalled that was not shown. Resolves to the exit code.
 */
export async function killPort(call: CommandCall, asked: KillAsked, t: Translate): Promise<number> {
  let stop = (): void => undefined;
  const stopped = new Promise<'stopped'>((resolve) => {
    stop = () => resolve('stopped');
  });
  call.onStop(stop);
  const progress = { hasBegun: false };
  const killing = planAndKill(call, asked, t, () => {
    progress.hasBegun = true;
  });
  const code = await Promise.race([killing, stopped]);
  if (code !== 'stopped') return code;
  call.complain(t(progress.hasBegun ? 'command.kill-stopped' : 'command.kill-stopped-before'));
  return EXIT.interrupted;
}

async function planAndKill(
  call: CommandCall,
  asked: KillAsked,
  t: Translate,
  onBegin: () => void,
): Promise<number> {
  const planned = await planKill(call, asked, t);
  if ('refused' in planned) {
    if (asked.asksJson) call.print(formatDocument(toUnplannedDocument(planned, asked.isDryRun)));
    return EXIT.refused;
  }
  const { target, kills, settings } = planned;
  const { host } = call;
  if (kills.length === 0) {
    const { port, protocol } = target;
    const values = { port: String(port), protocol: protocol.toUpperCase() };
    const why = `portreeve why ${port}${protocol === 'udp' ? ' --udp' : ''}`;
    if (asked.asksJson) call.print(formatDocument(toKillDocument(target, asked, [])));
    else {
      call.print(t('command.kill-nobody', { ...values, why }));
      const scan = await host.scanner.scan();
      const listeners = scan.kind === 'failed' ? [] : scan.listeners;
      const other = toOtherProtocolText(target, listeners, host.homeFolder, t);
      if (other !== undefined) call.print(other);
    }
    return EXIT.nobody;
  }
  if (!asked.asksJson) {
    const text = toPlanText(kills, {
      port: target.port,
      protocol: target.protocol,
      means: asked.means,
      forcesAfterGrace: settings.forceAfterGrace,
      system: host.system,
      homeFolder: host.homeFolder,
      locale: toLocale(host.systemLanguage),
      nowMs: host.clock.wallMs(),
      t,
    });
    call.print(setOffFirstLine(text, call.colours));
  }
  if (!asked.isDryRun && kills.some(({ way }) => way !== undefined)) {
    const answer = await agree(call, asked, t);
    if (answer !== 'yes') return answer;
  }
  if (!asked.isDryRun) onBegin();
  const results: KillResult[] = [];
  for (const kill of kills) {
    const isAfterOthers = results.length > 0;
    const result =
      asked.isDryRun && kill.way !== undefined
        ? { kill, outcome: undefined, sentence: undefined }
        : await carryOutKill(call, { settings, means: asked.means }, kill, isAfterOthers, t);
    if (!asked.asksJson && result.sentence !== undefined && kill.way !== undefined) {
      const { sentence } = result;
      const label = toKillLabel(kill);
      const line = kills.length > 1 ? t('command.labelled', { label, sentence }) : sentence;
      const { good, bad } = call.colours;
      const isDone = result.outcome !== undefined && toExit(result.outcome) === EXIT.freed;
      call.print(isDone ? good(line) : bad(line));
      const forGood = toForGood(result);
      if (forGood !== undefined) call.print(t('command.kill-for-good', { command: forGood }));
    }
    results.push(result);
  }
  if (asked.asksJson) call.print(formatDocument(toKillDocument(target, asked, results)));
  return toWorstExit(
    results.map(({ outcome }) => (outcome === undefined ? EXIT.freed : toExit(outcome))),
  );
}

/** The line that ends what started the processes again; undefined where nothing is known to. */
function toForGood({ kill, outcome }: KillResult): string | undefined {
  if (outcome?.kind !== 'taken-again' || outcome.by === undefined) return undefined;
  return toStopForGood(kill.plans[0], []);
}

async function agree(
  call: CommandCall,
  { isAgreed }: KillAsked,
  t: Translate,
): Promise<'yes' | number> {
  const answer = isAgreed ? 'yes' : await askYes(call, t('command.kill-ask'), t);
  switch (answer) {
    case 'yes':
      return answer;
    case 'no':
      call.print(t('command.kill-declined'));
      return EXIT.notFreed;
    case 'nobody-to-ask':
      call.complain(t('command.kill-nobody-to-ask'));
      return EXIT.refused;
  }
}
