import { readPids } from './proc-file.ts';
import { nodeProcReader, type ProcReader } from './proc-reader.ts';

/*
 * /proc/loadavg; manual page proc_loadavg(5). The last field is the process id that was given out
 * last, in our namespace of process ids; threads are given ids from the same row.
 *
 * 0.20 0.18 0.12 1/80 11206
 */

export interface PidWatch {
  /** Looks which process ids were given out since the last look. */
  look(): PidLook;
  /** Lists all ids in the next look. */
  forget(): void;
}

type PidLook =
  | {
      readonly kind: 'few';
      /** The ids that were given out, lowest first; to processes, to threads, to some long gone. */
      readonly given: readonly number[];
    }
  | {
      readonly kind: 'all';
      /** All processes, highest id first. */
      readonly present: readonly number[];
      /** Whether this id may have been given out since the last look, perhaps once more. */
      readonly wasGiven: (pid: number) => boolean;
      /** The system does not tell the last id, so every process may be another one by now. */
      readonly isBlind: boolean;
    };

/** Beyond this, a list of all processes is cheaper than asking for each id. */
const MAX_ASKED = 64;
/**
 * A list of all now and then finds what the last id does not tell: a row of ids that wrapped
 * around whole between two looks, and processes with an id of their choice (CRIU).
 */
const LOOKS_BETWEEN_LISTS = 30;
/** A list takes the longer the more there are, so it comes as much less often. */
const LISTED_PER_LOOK = 16;

/** Creates the watch over the processes below `procRoot`. */
export function createPidWatch(
  procRoot: string,
  reader: Pick<ProcReader, 'keepReading'> = nodeProcReader,
): PidWatch {
  const rereadLoad = reader.keepReading(`${procRoot}/loadavg`);
  let last: number | undefined;
  let looksSinceList = 0;
  let looksBetweenLists = LOOKS_BETWEEN_LISTS;

  return {
    look() {
      const before = last;
      const look = rereadLoad();
      const now = look.kind === 'read' ? parseLastPid(look.value) : undefined;
      last = now;
      looksSinceList += 1;
      const isKnown = before !== undefined && now !== undefined;
      const isFew = isKnown && now >= before && now - before <= MAX_ASKED;
      if (isFew && looksSinceList < looksBetweenLists) {
        if (now === before) return NONE;
        const given: number[] = [];
        for (let pid = before + 1; pid <= now; pid += 1) given.push(pid);
        return { kind: 'few', given };
      }
      looksSinceList = 0;
      const present = readPids(procRoot);
      looksBetweenLists = Math.max(LOOKS_BETWEEN_LISTS, present.length / LISTED_PER_LOOK);
      return {
        kind: 'all',
        present,
        isBlind: now === undefined,
        wasGiven: (pid) =>
          isKnown && (now >= before ? pid > before && pid <= now : pid > before || pid <= now),
      };
    },
    forget() {
      last = undefined;
    },
  };
}

const NONE: PidLook = { kind: 'few', given: [] };

/** Undefined when the text is cut off or of another format. */
export function parseLastPid(text: string): number | undefined {
  const [, digits] = /^(?:\d+\.\d+ ){3}\d+\/\d+ (\d{1,10})\n$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
