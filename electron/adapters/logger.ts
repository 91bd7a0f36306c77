import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pino, stdSerializers, stdTimeFunctions } from 'pino';
import type { Trouble } from '../../shared/diagnostics.ts';
import type { Logger } from '../core/host.ts';
import { readErrorCode } from './errno.ts';

export interface LoggerOptions {
  readonly folder: string;
  readonly bytesMax?: number;
}

/** As many as a person reads. */
const TROUBLES_MAX = 20;

/** Nobody takes so long to begin a file anew; whoever has the lock for longer was killed. */
const LOCK_MAX_MS = 60_000;

/** What JSON leaves as it is, though a terminal obeys it. */
const OBEYED_BY_TERMINALS = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Logs one line of JSON an event to `logs/portreeve.log`; the file before it is kept as `.1`. A
 * disk that takes no more lines stops nothing.
 */
export function createLogger({ folder, bytesMax = 1024 * 1024 }: LoggerOptions): Logger {
  const file = join(folder, 'logs', 'portreeve.log');

  function write(line: string): void {
    try {
      if (readSize(file) > bytesMax) beginAnew();
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      appendFileSync(file, line.replace(OBEYED_BY_TERMINALS, toEscape), { mode: 0o600 });
    } catch (error) {
      if (readErrorCode(error) === undefined) throw error;
    }
  }

  /**
   * One process at a time, which looks once more: a second one would put the file that was just
   * begun over the one that is kept.
   */
  function beginAnew(): void {
    const lock = `${file}.lock`;
    if (!takeLock(lock)) return;
    try {
      if (readSize(file) > bytesMax) renameSync(file, `${file}.1`);
    } finally {
      rmSync(lock, { force: true });
    }
  }

  const logger = pino(
    {
      base: null,
      messageKey: 'event',
      errorKey: 'error',
      serializers: { error: stdSerializers.err },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    { write },
  );
  let troubles: readonly Trouble[] = [];
  return {
    log(level, event, fields = {}) {
      logger[level](fields, event);
      if (level === 'info') return;
      const trouble = { at: new Date().toISOString(), level, event };
      troubles = [...troubles, trouble].slice(-TROUBLES_MAX);
    },
    listTroubles: () => troubles,
  };
}

function readSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** False where another process has it; then it is tried again with the next line. */
function takeLock(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', 0o600));
    return true;
  } catch (error) {
    if (readErrorCode(error) !== 'EEXIST') throw error;
    const takenAtMs = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Math.abs(Date.now() - takenAtMs) > LOCK_MAX_MS) rmSync(lock, { force: true });
    return false;
  }
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
