import { toStartToken } from './parse-process-table.ts';
import type { Win32 } from './win32.ts';

/** A process that cannot become another while it is held, whatever becomes of its pid. */
export interface OpenedProcess {
  readonly handle: number;
  /** See `ProcessRow`; undefined where it is not told. */
  readStartToken(): string | undefined;
  hasEnded(): boolean;
  /** The path of its program. */
  readExecutable(): string | undefined;
  close(): void;
}

export const PROCESS_TERMINATE = 0x0001;
export const PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
export const SYNCHRONIZE = 0x0010_0000;

const WAIT_OBJECT_0 = 0;
/** The longest path that Windows knows, in UTF-16 units. */
const PATH_MAX = 32_768;

/** Takes hold of whatever process has this pid now; undefined where it is gone or denied. */
export function openProcess(win32: Win32, pid: number, access: number): OpenedProcess | undefined {
  const handle = win32.openProcess(access, 0, pid);
  if (handle === 0) return undefined;
  return {
    handle,
    readStartToken() {
      const created = new Uint8Array(8);
      const others = [new Uint8Array(8), new Uint8Array(8), new Uint8Array(8)] as const;
      const isRead = win32.getProcessTimes(handle, created, ...others) !== 0;
      return isRead ? toStartToken(new DataView(created.buffer).getBigUint64(0, true)) : undefined;
    },
    hasEnded: () => win32.waitForSingleObject(handle, 0) === WAIT_OBJECT_0,
    readExecutable() {
      const text = new Uint16Array(PATH_MAX);
      const length = new Uint32Array([PATH_MAX]);
      if (win32.queryFullProcessImageName(handle, 0, text, length) === 0) return undefined;
      return toText(text, length[0] ?? 0);
    },
    close: () => void win32.closeHandle(handle),
  };
}

/** The first `length` UTF-16 units as text; undefined when there are none. */
export function toText(units: Uint16Array, length: number): string | undefined {
  return length === 0 ? undefined : Buffer.from(units.buffer, 0, length * 2).toString('utf16le');
}
