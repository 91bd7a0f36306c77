import { write } from 'node:fs';
import type { Translate } from '../../shared/messages/translator.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { toStartedLine, toSummaryLine } from '../core/terminal-lines.ts';

const STANDARD_OUTPUT = 1;
/** What a reader who does not read may miss. */
const WAITING_MAX = 100;

/** Says on the standard output what the tray says: once at the start, then at each change. */
export interface Terminal {
  started(snapshot: Snapshot, t: Translate): void;
  changed(snapshot: Snapshot, t: Translate): void;
}

/** A terminal that is gone, full or stopped is no reason to stop, and never holds the app up. */
export function createTerminal(): Terminal {
  let lastSummary: string | undefined;
  const waiting: string[] = [];
  let isWriting = false;

  function print(line: string): void {
    waiting.push(`${line}\n`);
    if (waiting.length > WAITING_MAX) waiting.shift();
    writeNext();
  }

  /** Off the main thread, because a pipe that nobody reads blocks whoever writes. */
  function writeNext(): void {
    const text = isWriting ? undefined : waiting.shift();
    if (text === undefined) return;
    isWriting = true;
    write(STANDARD_OUTPUT, text, () => {
      isWriting = false;
      writeNext();
    });
  }

  return {
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
