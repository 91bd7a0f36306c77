import { toNoticeSentence } from '../../../shared/messages/notice-sentences.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import type { ScanResult } from '../../core/host.ts';
import { toScanFailureText } from '../call/complaints.ts';
import { toUnopenedReason } from '../call/own-settings.ts';
import { refuse, type ToolRefusal } from './answer.ts';
import type { McpCall } from './mcp-call.ts';

/** There is no answer at all, because the ports could not be read. */
export function refuseUnread(
  scan: Extract<ScanResult, { kind: 'failed' }>,
  t: Translate,
): ToolRefusal {
  return refuse(
    'scan-failed',
    toScanFailureText(scan, t),
    'Call "doctor" to see what cannot be read. Do not take any port as free.',
  );
}

/** The settings cannot be read, or are another account's, so nothing of them is changed. */
export function refuseNotOurs({ ownsSettings, t }: McpCall): ToolRefusal {
  return refuse(
    toUnopenedReason({ ownsSettings }),
    ownsSettings
      ? 'The settings of Portreeve cannot be read, so nothing was changed.'
      : t('command.settings-not-ours'),
    'Tell the person.',
  );
}

/** What the person should know of the settings that the answer rests on. */
export function toNotes({ notices, homeFolder }: Snapshot, t: Translate): readonly string[] {
  return notices.map((notice) => toNoticeSentence(notice, homeFolder, t));
}
