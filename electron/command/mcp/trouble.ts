import { toNoticeSentence } from '../../../shared/messages/sentences.ts';
import type { Translate } from '../../../shared/messages/translate.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import type { ScanResult } from '../../core/host.ts';
import { toScanFailureText } from '../complaints.ts';
import { refuse, type ToolRefusal } from './answer.ts';

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

/** What the person should know of the settings that the answer rests on. */
export function toNotes({ notices, homeFolder }: Snapshot, t: Translate): readonly string[] {
  return notices.map((notice) => toNoticeSentence(notice, homeFolder, t));
}
