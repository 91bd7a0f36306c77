import { writeSync } from 'node:fs';
import type { Translate } from '../../shared/messages/translate.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { toStartedLine, toSummaryLine } from '../core/terminal-lines.ts';

/** Says on the standard output what the tray says: once at the start, then at each change. */
export interface Terminal {
  /** A terminal that has gone away is no reason to stop. */
  print(line: string): void;
  started(snapshot: Snapshot, t: Translate): void;
  changed(snapshot: Snapshot, t: Translate): void;
}

export function createTerminal(): Terminal {
  let lastSummary: string | undefined;

  function print(line: string): void {
    try {
      writeSync(1, `${line}\n`);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== 'EPIPE' && code !== 'EAGAIN' && code !== 'EBADF' && code !== 'EIO') throw error;
    }
  }

  return {
    print,
    started(snapshot, t) {
      lastSummary = toSummaryLine(snapshot, t);
      print(toStartedLine(snapshot, t));
    },
    changed(snapshot, t) {
      const summary = toSummaryLine(snapshot, t);
      if (lastSummary === undefined || summary === lastSummary) return;
      lastSummary = summary;
      const time = new Intl.DateTimeFormat(snapshot.locale, { timeStyle: 'medium' }).format();
      print(t('terminal.changed', { time, summary }));
    },
  };
}
