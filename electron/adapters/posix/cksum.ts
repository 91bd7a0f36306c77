const POLYNOMIAL = 0x04c11db7;

/**
 * The checksum that the tool cksum(1) prints, the same on every POSIX system, so that a shell can
 * compare a name without having it in its text.
 */
export function toChecksum(text: string): number {
  const bytes = new TextEncoder().encode(text);
  let remainder = 0;
  for (const byte of bytes) remainder = addByte(remainder, byte);
  for (let length = bytes.length; length > 0; length = Math.floor(length / 256)) {
    remainder = addByte(remainder, length % 256);
  }
  return ~remainder >>> 0;
}

function addByte(remainder: number, byte: number): number {
  let next = remainder ^ (byte << 24);
  for (let bit = 0; bit < 8; bit += 1) {
    next = next < 0 ? (next << 1) ^ POLYNOMIAL : next << 1;
  }
  return next;
}
