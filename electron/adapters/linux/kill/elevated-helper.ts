import type { KillMeans } from '../../../../shared/kill.ts';
import type { Owner } from '../../../../shared/listener.ts';
import { HELPER_SIGNALS } from '../../elevation-terms.ts';
import { isSignallable } from '../../posix/signals.ts';

/*
 * What runs with an administrator's rights: a fixed text for the system's shell, which gets the
 * process id, the start (field 22 of /proc/[pid]/stat), the signal and the sockets' inodes as
 * arguments and has nothing of them in its text. The question for the password may have been open
 * for minutes, so it looks itself whether this is still the process, and still holds one of the
 * sockets, and looks for the start once more after the search.
 *
 * A process's name may hold blanks, `)` and newlines: the fields are counted from the last `)`.
 */
const TEXT = `
PATH=/usr/bin:/bin:/run/current-system/sw/bin
pid=$1 start=$2 signal=$3
shift 3
sockets=" $* "
look() {
  set -f
  stat=
  while IFS= read -r line || [ -n "$line" ]; do stat="$stat $line"; done <"/proc/$pid/stat" || exit 4
  [ -n "$stat" ] || exit 4
  set -- \${stat##*)}
  state=$1
  shift 19 || exit 4
  [ "$1" = "$start" ] || exit 3
  case $state in [ZXx]) exit 4 ;; esac
}
holds() {
  set +f
  for file in "/proc/$pid/fd/"*; do
    [ -S "$file" ] || continue
    target=$(readlink "$file") || continue
    inode=\${target#socket:[}
    inode=\${inode%]}
    [ "$target" = "socket:[$inode]" ] || continue
    case $sockets in *" $inode "*) return 0 ;; esac
  done
  return 1
}
exec 2>/dev/null
look
holds || { look; exit 3; }
look
kill -s "$signal" "$pid" || { look; exit 5; }
[ "$signal:$state" != TERM:T ] || kill -s CONT "$pid"
exit 0
`;

/**
 * The shell with the helper and its arguments, all of them digits; undefined for what no process
 * or socket can be, our own process among them.
 */
export function toHelperCommand(
  { identity: { pid, startToken } }: Pick<Owner, 'identity'>,
  sockets: readonly string[],
  means: KillMeans,
): readonly string[] | undefined {
  const isDigits = (text: string): boolean => /^\d{1,20}$/.test(text);
  if (!isSignallable(pid, Number.MAX_SAFE_INTEGER)) return undefined;
  if (!isDigits(startToken) || sockets.length === 0 || !sockets.every(isDigits)) return undefined;
  return ['/bin/sh', '-c', TEXT, 'sh', String(pid), startToken, HELPER_SIGNALS[means], ...sockets];
}
