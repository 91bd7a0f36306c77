/** A time as part of a file's name: `20251121T080000123Z`; names sort as the times do. */
export function toFileStamp(wallMs: number): string {
  return new Date(wallMs).toISOString().replace(/[-:.]/g, '');
}
