import { assert, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createWorkingFolderReader,
  toFolder,
} from '../../../electron/adapters/windows/working-folder.ts';
import type { Win32 } from '../../../electron/adapters/windows/win32.ts';

const ROW = { pid: 4712, parentPid: 8, startToken: '13434412071033000', name: 'node.exe' };
const BLOCK = 0x10_0000n;
const PARAMETERS = 0x20_0000n;
const TEXT = 0x30_0000n;

/** A process whose memory is these pieces, by their addresses. */
function aProcess(memory: ReadonlyMap<bigint, Uint8Array>, startToken = ROW.startToken) {
  let isOpen = false;
  const win32: Partial<Win32> = {
    openProcess: () => {
      isOpen = true;
      return 7;
    },
    closeHandle: () => {
      isOpen = false;
      return 1;
    },
    getProcessTimes: (_process, created) => {
      new DataView(created.buffer).setBigUint64(0, BigInt(startToken) * 10n, true);
      return 1;
    },
    queryProcessInformation: (_process, _kind, bytes) => {
      new DataView(bytes.buffer).setBigUint64(8, BLOCK, true);
      return 0;
    },
    readProcessMemory: (_process, address, bytes, size) => {
      const piece = memory.get(address);
      if (piece === undefined || piece.length < size) return 0;
      bytes.set(piece.subarray(0, size));
      return 1;
    },
  };
  const read = createWorkingFolderReader(win32 as Win32);
  return { read: () => read(ROW), isOpen: () => isOpen };
}

const toBytes = (value: bigint): Uint8Array => new Uint8Array(new BigUint64Array([value]).buffer);

function toString(length: number, address: bigint): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, length, true);
  view.setBigUint64(8, address, true);
  return bytes;
}

function toMemory(folder: string): Map<bigint, Uint8Array> {
  const text = new Uint8Array(Buffer.from(folder, 'utf16le'));
  return new Map([
    [BLOCK + 0x20n, toBytes(PARAMETERS)],
    [PARAMETERS + 0x38n, toString(text.length, TEXT)],
    [TEXT, text],
  ]);
}

describe('the working folder of a process', () => {
  test('is read out of its parameters, and the process is let go', () => {
    const process = aProcess(toMemory('C:\\Users\\ann\\my shop\\'));
    expect(process.read()).toBe('C:\\Users\\ann\\my shop');
    expect(process.isOpen()).toBe(false);
  });

  test('is not told of another process that has its pid by now', () => {
    expect(aProcess(toMemory('C:\\shop\\'), '13434412071033001').read()).toBeUndefined();
  });

  test.each([BLOCK + 0x20n, PARAMETERS + 0x38n, TEXT])(
    'is not known where the memory at %s cannot be read',
    (address) => {
      const memory = toMemory('C:\\shop\\');
      memory.delete(address);
      expect(aProcess(memory).read()).toBeUndefined();
    },
  );

  test('is none where the memory holds anything else', () => {
    assert(
      property(
        uint8Array({ minLength: 8, maxLength: 8 }),
        uint8Array({ minLength: 16, maxLength: 16 }),
        uint8Array({ maxLength: 64 }),
        (pointer, string, text) => {
          const memory = new Map([
            [BLOCK + 0x20n, pointer],
            [PARAMETERS + 0x38n, string],
            [new DataView(string.buffer, string.byteOffset).getBigUint64(8, true), text],
          ]);
          expect(aProcess(memory).read()).toBeUndefined();
        },
      ),
    );
  });

  test.each([
    ['C:\\', 'C:\\'],
    ['D:\\shop\\', 'D:\\shop'],
    ['\\\\nas\\work\\', '\\\\nas\\work'],
    ['shop', undefined],
    ['', undefined],
    ['C:\\a\0b', undefined],
  ])('%j is written %j', (text, folder) => {
    expect(toFolder(text)).toBe(folder);
  });
});
