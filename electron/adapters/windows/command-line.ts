import { decodeUtf16 } from './parse-process-table.ts';
import { createSizedReader } from './sized-read.ts';
import type { Win32 } from './win32.ts';

/*
 * NtQueryInformationProcess(ProcessCommandLineInformation), since Windows 8.1: a UNICODE_STRING
 * (length in bytes as u16, its capacity, a pointer) and the text right behind it.
 */

const PROCESS_COMMAND_LINE_INFORMATION = 60;
const TEXT_OFFSET = 16;
const STATUS_INFO_LENGTH_MISMATCH = 0xc000_0004;
const STATUS_BUFFER_TOO_SMALL = 0xc000_0023;
const STATUS_BUFFER_OVERFLOW = 0x8000_0005;
const TOO_SMALL: ReadonlySet<number> = new Set([
  STATUS_INFO_LENGTH_MISMATCH,
  STATUS_BUFFER_TOO_SMALL,
  STATUS_BUFFER_OVERFLOW,
]);

/** Creates the reader of command lines; it gives undefined where the process does not tell. */
export function createCommandLineReader(win32: Win32): (process: number) => string | undefined {
  const reader = createSizedReader(4096);
  return (process) => {
    const filled = reader.read((bytes, length) => {
      const kind = PROCESS_COMMAND_LINE_INFORMATION;
      const status = win32.queryProcessInformation(process, kind, bytes, bytes.length, length);
      if (status === 0) return 'filled';
      return TOO_SMALL.has(status) ? 'too-small' : 'failed';
    });
    return filled && parseCommandLineInformation(filled.whole);
  };
}

/** The text, or undefined where its length is not that of a text in these bytes. */
export function parseCommandLineInformation(bytes: Uint8Array): string | undefined {
  if (bytes.length < TEXT_OFFSET) return undefined;
  const length = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8);
  if (length % 2 === 1 || TEXT_OFFSET + length > bytes.length) return undefined;
  return decodeUtf16(bytes.subarray(TEXT_OFFSET, TEXT_OFFSET + length));
}

/**
 * The arguments of a command line, as the C runtime of Windows splits it: blanks part, quotes keep
 * together, and a backslash takes the meaning only from a quote.
 */
export function splitCommandLine(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (character === '\\') {
      const [slashes = ''] = /^\\+/.exec(text.slice(index, index + 1024)) ?? [];
      const isBeforeQuote = text[index + slashes.length] === '"';
      word = (word ?? '') + (isBeforeQuote ? slashes.slice(0, slashes.length >> 1) : slashes);
      index += slashes.length - 1;
      if (isBeforeQuote && slashes.length % 2 === 1) {
        word += '"';
        index += 1;
      }
    } else if (character === '"') {
      word ??= '';
      isQuoted = !isQuoted;
    } else if (!isQuoted && (character === ' ' || character === '\t')) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  return word === undefined ? words : [...words, word];
}
