/** Of a text that is too long, such as a whole file of JSON in one line, what stands around `at`. */
export function toTextAround(text: string, at: number, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  const start = Math.max(0, Math.min(at - Math.floor(lengthMax / 2), text.length - lengthMax));
  const end = start + lengthMax;
  const head = start === 0 ? '' : '…';
  const tail = end === text.length ? '' : '…';
  return `${head}${text.slice(start + head.length, end - tail.length)}${tail}`;
}
