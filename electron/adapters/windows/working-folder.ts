import { openProcess, PROCESS_QUERY_LIMITED_INFORMATION } from './open-process.ts';
import { decodeUtf16, type ProcessRow } from './parse-process-table.ts';
import type { Win32 } from './win32.ts';

/*
 * No function of Windows tells the working folder of another process. It stands in that process's
 * own memory, in the same place since the first 64-bit Windows, for 32-bit programs too:
 *
 * PROCESS_BASIC_INFORMATION  at 0x08: the address of its environment block (PEB)
 * PEB                        at 0x20: the address of its parameters
 * its parameters             at 0x38: the folder, a UNICODE_STRING (length in bytes as u16, its
 *                                     capacity, four bytes of padding, a pointer)
 */

const PROCESS_VM_READ = 0x0010;
const PROCESS_BASIC_INFORMATION = 0;
const BASIC_SIZE = 48;
const BLOCK_OFFSET = 0x08;
const PARAMETERS_OFFSET = 0x20n;
const FOLDER_OFFSET = 0x38n;
const STRING_SIZE = 16;
/** A path of Windows holds 32,767 characters. */
const PATH_BYTES_MAX = 65_534;

/** Creates the reader of working folders; it gives undefined where the process does not tell. */
export function createWorkingFolderReader(win32: Win32): (row: ProcessRow) => string | undefined {
  function readMemory(process: number, address: bigint, size: number): DataView | undefined {
    const bytes = new Uint8Array(size);
    const isRead =
      address > 0n && win32.readProcessMemory(process, address, bytes, size, null) !== 0;
    return isRead ? new DataView(bytes.buffer) : undefined;
  }

  function readAddress(process: number, address: bigint): bigint {
    return readMemory(process, address, 8)?.getBigUint64(0, true) ?? 0n;
  }

  function read(process: number): string | undefined {
    const basic = new Uint8Array(BASIC_SIZE);
    const length = new Uint32Array(1);
    const kind = PROCESS_BASIC_INFORMATION;
    if (win32.queryProcessInformation(process, kind, basic, BASIC_SIZE, length) !== 0) {
      return undefined;
    }
    const block = new DataView(basic.buffer).getBigUint64(BLOCK_OFFSET, true);
    if (block === 0n) return undefined;
    const parameters = readAddress(process, block + PARAMETERS_OFFSET);
    if (parameters === 0n) return undefined;
    const string = readMemory(process, parameters + FOLDER_OFFSET, STRING_SIZE);
    if (string === undefined) return undefined;
    const size = string.getUint16(0, true);
    if (size === 0 || size % 2 === 1 || size > PATH_BYTES_MAX) return undefined;
    const text = readMemory(process, string.getBigUint64(8, true), size);
    return text && toFolder(decodeUtf16(new Uint8Array(text.buffer)));
  }

  return (row) => {
    const access = PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_VM_READ;
    const opened = openProcess(win32, row.pid, access);
    if (opened === undefined) return undefined;
    try {
      return opened.readStartToken() === row.startToken ? read(opened.handle) : undefined;
    } finally {
      opened.close();
    }
  };
}

/** As people write it: without the backslash at its end, unless it is a whole drive. */
export function toFolder(text: string): string | undefined {
  if (!/^(?:[A-Za-z]:\\|\\\\)[^\0]*$/.test(text)) return undefined;
  return /^[A-Za-z]:\\$/.test(text) ? text : text.replace(/\\+$/, '');
}
