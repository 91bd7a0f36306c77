import type { Words } from '../words/WordsProvider.tsx';
import type { OpenDialog, OutcomeLine } from './acts.ts';

const GOOD_NEWS_MS = 12_000;
/** Good news with something to open stay long enough to be acted on. */
const GOOD_NEWS_TO_OPEN_MS = 60_000;

export type OutcomeLines = ReadonlyMap<string, OutcomeLine>;

/** What every act works with. */
export interface ActTools {
  /** Says it under the subject's buttons; undefined takes back what was said. */
  tell(subjectId: string, line: OutcomeLine | undefined): void;
  /** Runs one act; a refusal of the whole command is told like any other outcome. */
  run(subjectId: string, act: () => Promise<void>): void;
  /** The words of now: the language may change while an act runs. */
  getWords(): Words;
  openDialog(dialog: OpenDialog | undefined): void;
}

/** The tools of one popover. Good news go away by themselves, bad news stay. */
export function createActTools(parts: {
  readonly words: Words;
  readonly changeOutcomes: (change: (known: OutcomeLines) => OutcomeLines) => void;
  readonly openDialog: ActTools['openDialog'];
}): ActTools & { setWords(words: Words): void } {
  const { changeOutcomes, openDialog } = parts;
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let { words } = parts;

  function tell(subjectId: string, line: OutcomeLine | undefined): void {
    clearTimeout(timers.get(subjectId));
    if (line?.tone === 'good') {
      const afterMs = line.logId === undefined ? GOOD_NEWS_MS : GOOD_NEWS_TO_OPEN_MS;
      timers.set(
        subjectId,
        setTimeout(() => tell(subjectId, undefined), afterMs),
      );
    }
    changeOutcomes((known) => {
      const next = new Map(known);
      for (const [id, { port }] of known) {
        if (port !== undefined && port === line?.port) next.delete(id);
      }
      if (line === undefined) next.delete(subjectId);
      else next.set(subjectId, line);
      return next;
    });
  }

  return {
    tell,
    openDialog,
    getWords: () => words,
    setWords: (now) => {
      words = now;
    },
    run: (subjectId, act) => {
      act().catch(() => {
        tell(subjectId, { tone: 'bad', text: words.t('act.refused') });
      });
    },
  };
}
