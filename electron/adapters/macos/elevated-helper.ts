import type { KillMeans } from '../../../shared/kill.ts';
import type { Owner } from '../../../shared/listener.ts';
import { HELPER_SIGNALS } from '../elevation-terms.ts';
import { parseToken } from '../posix/process-token.ts';
import { isSignallable } from '../posix/signals.ts';
import { parseSocketName } from './socket-name.ts';

/*
 * What runs with an administrator's rights: a fixed text for the system's shell, which gets the
 * process id, its start, the checksum of its program's name, the signal and the ports as arguments.
 * The question for the password may have been open for minutes, so it looks itself whether this is
 * still the process, and still listens on one of the ports, and looks once more after the search.
 */
const TEXT = `
PATH=/usr/bin:/bin:/usr/sbin:/sbin
LC_ALL=C TZ=UTC
export PATH LC_ALL TZ
pid=$1 start=$2 name=$3 signal=$4
shift 4
look() {
  state=$(ps -o stat= -p "$pid") || exit 4
  case $state in Z*) exit 4 ;; esac
  now=$(ps -o lstart= -p "$pid" | sed "s/ *$//") || exit 4
  [ "$now" = "$start" ] || exit 3
  sum=$(ps -o ucomm= -p "$pid" | sed "s/^ *//; s/ *$//" | tr -d "\\n" | cksum)
  [ "\${sum%% *}" = "$name" ] || exit 3
}
listens() {
  for place in "$@"; do
    case $place in
      TCP:*) lsof -b -w -nP -a -p "$pid" "-i$place" -sTCP:LISTEN -t && return 0 ;;
      UDP:*) lsof -b -w -nP -a -p "$pid" "-i$place" -t && return 0 ;;
    esac
  done
  return 1
}
exec >/dev/null 2>&1
look
listens "$@" || { look; exit 3; }
look
kill -s "$signal" "$pid" || { look; exit 5; }
case $signal:$state in TERM:T*) kill -s CONT "$pid" ;; esac
exit 0
`;

/**
 * The shell with the helper and its arguments, which are numbers, a date and ports; undefined for
 * what no process or socket can be, our own process among them.
 */
export function toHelperCommand(
  { identity: { pid, startToken } }: Pick<Owner, 'identity'>,
  sockets: readonly string[],
  means: KillMeans,
): readonly string[] | undefined {
  if (!isSignallable(pid, Number.MAX_SAFE_INTEGER)) return undefined;
  const token = parseToken(startToken);
  const ports = sockets.map(parseSocketName);
  const places = new Set(
    ports.flatMap((port) =>
      port === undefined ? [] : [`${port.protocol.toUpperCase()}:${port.port}`],
    ),
  );
  if (token === undefined || places.size === 0 || ports.includes(undefined)) return undefined;
  const words = [String(pid), token.lstart, token.checksum, HELPER_SIGNALS[means], ...places];
  return ['/bin/sh', '-c', TEXT, 'sh', ...words];
}

/** The command on one line for a shell; each word is quoted. */
export function toShellLine(command: readonly string[]): string {
  return command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}
