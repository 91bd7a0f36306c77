/*
 * The three layouts in which macOS prints its tables, each row composed as its netstat does.
 */

export interface TableRow {
  readonly protocol: string;
  readonly local: string;
  readonly remote?: string;
  /** Absent for UDP. */
  readonly state?: string;
  readonly name: string;
  readonly pid: number;
}

const TITLE = 'Active Internet connections (including servers)\n';
const START = 'Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)    ';
const END = 'state  options           gencnt    flags   flags1 usecnt rtncnt fltrs\n';
const FLAGS = '00100 00000106 00000000017f35e4 00000001 00000800      1      0 000000\n';

function toPlaces({ protocol, local, remote = '*.*', state = '' }: TableRow): string {
  const [host, port] = [
    local.slice(0, local.lastIndexOf('.')),
    local.slice(local.lastIndexOf('.')),
  ];
  const shown = `${host.slice(0, 16)}${port}`;
  return `${protocol.padEnd(5)}       0      0  ${shown.padEnd(22)} ${remote.padEnd(22)} ${state.padEnd(11)}`;
}

/** macOS 12 to 14: a column for the pid. */
export function toNumberedTable(rows: readonly TableRow[]): string {
  const lines = rows.map(
    (row) => `${toPlaces(row)} 131072  131072 ${String(row.pid).padStart(6)}      0 ${FLAGS}`,
  );
  return `${TITLE}${START} rhiwat  shiwat    pid   epid ${END}${lines.join('')}`;
}

/** macOS 15: two more counters before it. */
export function toCountedTable(rows: readonly TableRow[]): string {
  const lines = rows.map(
    (row) =>
      `${toPlaces(row)}            7           99 131072  131072 ${String(row.pid).padStart(6)}      0 ${FLAGS}`,
  );
  return `${TITLE}${START}      rxbytes      txbytes  rhiwat  shiwat    pid   epid ${END}${lines.join('')}`;
}

/** macOS 26: a column for the name and the pid. */
export function toNamedTable(rows: readonly TableRow[], heading = 'process:pid'): string {
  const lines = rows.map(({ name, pid, ...row }) => {
    const owner = `${name.slice(0, 16).padStart(16)}:${String(pid).padEnd(6)}`;
    return `${toPlaces({ ...row, name, pid })}            7           99  131072  131072 ${owner} ${FLAGS}`;
  });
  return `${TITLE}${START}      rxbytes      txbytes  rhiwat  shiwat          ${heading}    ${END}${lines.join('')}`;
}
