import { toText } from './open-process.ts';
import type { Win32 } from './win32.ts';

const TOKEN_QUERY = 0x0008;
const TOKEN_USER = 1;
const TOKEN_ELEVATION = 20;
/** TOKEN_USER holds a pointer and attributes, and then the identifier itself. */
const SID_OFFSET = 16;
const NAME_MAX = 256;

/** Names the accounts of processes. */
export interface AccountNames {
  /** Undefined where the process does not let us see. */
  readAccount(process: number): string | undefined;
  /** Whether the process has an administrator's rights in force. */
  isElevated(process: number): boolean;
}

export function createAccountNames(win32: Win32): AccountNames {
  /** By the identifier's bytes; an account keeps its name while we run. */
  const names = new Map<string, string | undefined>();

  function readToken(process: number, kind: number): Uint8Array | undefined {
    const token = new BigInt64Array(1);
    if (win32.openProcessToken(process, TOKEN_QUERY, token) === 0) return undefined;
    const handle = Number(token[0]);
    try {
      const bytes = new Uint8Array(256);
      const length = new Uint32Array(1);
      const isRead = win32.getTokenInformation(handle, kind, bytes, bytes.length, length) !== 0;
      return isRead ? bytes.subarray(0, length[0]) : undefined;
    } finally {
      win32.closeHandle(handle);
    }
  }

  function lookUp(sid: Uint8Array): string | undefined {
    const name = new Uint16Array(NAME_MAX);
    const length = new Uint32Array([NAME_MAX]);
    const domain = new Uint16Array(NAME_MAX);
    const domainLength = new Uint32Array([NAME_MAX]);
    const use = new Uint32Array(1);
    const isFound =
      win32.lookupAccountSid(null, sid, name, length, domain, domainLength, use) !== 0;
    return isFound ? toText(name, length[0] ?? 0) : undefined;
  }

  return {
    readAccount(process) {
      const sid = readToken(process, TOKEN_USER)?.subarray(SID_OFFSET);
      if (sid === undefined || sid.length === 0) return undefined;
      const key = Buffer.from(sid).toString('hex');
      if (!names.has(key)) names.set(key, lookUp(sid));
      return names.get(key);
    },
    isElevated: (process) => (readToken(process, TOKEN_ELEVATION)?.[0] ?? 0) !== 0,
  };
}
