/*
 * The field `tty_nr` of /proc/[pid]/stat, the 7th; manual page proc_pid_stat(5), the numbers from
 * the kernel's devices.txt.
 *
 * 29597 (zsh) S 29552 29597 29597 34819 29704 …       34819: pts/3
 * 811 (agetty) S 1 811 811 1025 811 …                  1025: tty1
 * 1200 (dbus-daemon) S 1 1200 1200 0 -1 …                 0: none
 */

/** The controlling terminal without `/dev/`; undefined when the process has none. */
export function parseTerminal(text: string): string | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = fields[4] ?? '';
  if (!/^-?\d{1,11}$/.test(field)) return undefined;
  const device = Number(field) >>> 0;
  if (device === 0) return undefined;
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >>> 12) & 0xfff00);
  if (major >= 136 && major <= 143) return `pts/${(major - 136) * 256 + minor}`;
  if (major === 4) return minor < 64 ? `tty${minor}` : `ttyS${minor - 64}`;
  return `${major}:${minor}`;
}
