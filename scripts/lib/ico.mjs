// The format of Windows for a picture in several sizes, each a whole PNG: a head of 6 bytes, 16 for
// each picture, and the pictures. Learn Windows: "Icons" of the old Win32 reference.

/**
 * @param {readonly { readonly sizePx: number, readonly png: Uint8Array }[]} pictures at most 256 px
 */
export function toIco(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(({ sizePx, png }, index) => {
    const at = 6 + 16 * index;
    // A size of 256 is written as 0.
    head.writeUInt8(sizePx % 256, at);
    head.writeUInt8(sizePx % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}
