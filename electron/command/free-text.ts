import type { Locale } from '../../shared/locale.ts';
import { toPassedOverWords } from '../../shared/messages/passed-over.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import type { FreeHost } from '../core/host.ts';
import type { FreePortsOutcome } from '../core/free-ports/find-free-ports.ts';
import type { Colours } from './output/colours.ts';
import { toNoticeText } from './call/complaints.ts';
import type { FreeAsked } from './arguments/parse-free.ts';

export interface FreeComplaint {
  readonly outcome: FreePortsOutcome;
  readonly asked: FreeAsked;
  readonly areSettingsUnread: boolean;
}

/** Beyond the answer: what was passed over, what speaks against the choice, or why there is none. */
export function toFreeComplaints(
  { outcome, asked, areSettingsUnread }: FreeComplaint,
  { settingsFile: file, homeFolder }: Pick<FreeHost, 'settingsFile' | 'homeFolder'>,
  { locale, colours }: { readonly locale: Locale; readonly colours: Colours },
): readonly string[] {
  const t = toTranslate(locale);
  const notice = { kind: 'settings-unreadable', id: 'settings-unreadable', file } as const;
  const lines = areSettingsUnread ? [toNoticeText(notice, homeFolder, t)] : [];
  if (outcome.kind === 'no-such-address') {
    return [...lines, t('command.free-no-such-address', { address: outcome.address })];
  }
  if (asked.asksJson) return lines;
  const { ports, passedOver } = outcome;
  if (asked.asksWhy || outcome.kind === 'exhausted') {
    lines.push(...toPassedOverWords(passedOver, t).map(colours.faint));
  }
  if (outcome.kind === 'exhausted') {
    const key = outcome.by === 'system' ? 'command.free-system-empty' : 'command.free-exhausted';
    // Only a listener can be killed; the name of one that is hidden is not known.
    const isHeld = passedOver.some(({ reason, by }) => reason === 'in-use' && by !== undefined);
    const held = isHeld ? 'yes' : 'no';
    return [...lines, t(key, { found: ports.length, count: asked.count, held })];
  }
  const lendable = ports.filter(({ isEphemeral }) => isEphemeral).map(({ port }) => port);
  if (lendable.length > 0) {
    const values = { count: lendable.length, ports: lendable.join(', ') };
    lines.push(t('command.free-ephemeral', values));
  }
  return lines;
}
