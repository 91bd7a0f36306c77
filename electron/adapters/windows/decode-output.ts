/*
 * What a tool of Windows writes to a pipe: bytes of the console's code page mostly, of which only
 * the ASCII counts here, or UTF-16, as wsl.exe does (`U\0b\0u\0n\0t\0u\0`), with a mark or without.
 */

/** UTF-16 as text, UTF-8 as text, and of any other code page at least the ASCII. */
export function decodeOutput(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if ((first === 0xff && second === 0xfe) || isUtf16(bytes)) {
    return new TextDecoder('utf-16le').decode(bytes);
  }
  return new TextDecoder('utf-8').decode(bytes);
}

/** Text of any language has line ends and digits, so that every other byte of it is often zero. */
function isUtf16(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, 512) & ~1;
  let zeros = 0;
  for (let index = 1; index < length; index += 2) if (bytes[index] === 0) zeros += 1;
  return zeros > 0 && zeros * 4 >= length / 2;
}
