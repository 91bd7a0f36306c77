/*
 * systemctl show --property=… -- UNIT…; manual page systemctl(1).
 *
 * Id=echo.socket
 * Listen=127.0.0.1:45902 (Stream)
 * Listen=[::1]:45904 (Datagram)
 *
 * Units are apart by an empty line. Older versions write the last two as
 * `ListenStream=127.0.0.1:45902` and `ListenDatagram=[::1]:45904`.
 */

/** The values of one unit by their names; some names come more than once. */
export type UnitProperties = ReadonlyMap<string, readonly string[]>;

/** The properties of each unit, in the order of the text. */
export function parseUnitProperties(text: string): readonly UnitProperties[] {
  return text
    .split(/\n\n+/)
    .map((block) => parseBlock(block))
    .filter((properties) => properties.size > 0);
}

function parseBlock(block: string): UnitProperties {
  const properties = new Map<string, string[]>();
  for (const line of block.split('\n')) {
    const [, name, value = ''] = /^([A-Za-z0-9]+)=(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const values = properties.get(name);
    if (values === undefined) properties.set(name, [value]);
    else values.push(value);
  }
  return properties;
}

/** The first value of this name; undefined where it is missing or empty. */
export function readProperty(properties: UnitProperties, name: string): string | undefined {
  const value = properties.get(name)?.[0];
  return value === '' ? undefined : value;
}

/** The words of a value that is a list. */
export function readList(properties: UnitProperties, name: string): readonly string[] {
  return (readProperty(properties, name) ?? '').split(' ').filter((word) => word !== '');
}

const MS_BY_UNIT: Readonly<Record<string, number>> = {
  us: 1 / 1_000,
  µs: 1 / 1_000,
  μs: 1 / 1_000,
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  w: 7 * 86_400_000,
  month: 30.4375 * 86_400_000,
  y: 365.25 * 86_400_000,
};

/** The milliseconds of a time span, e.g. `100ms`, `1min 30s`, `1.500000s`, `0`; see systemd.time(7). */
export function parseTimeSpan(text: string): number | undefined {
  if (text === '0') return 0;
  let sum = 0;
  for (const part of text.split(' ')) {
    const [, number = '', unit = ''] = /^(\d{1,15}(?:\.\d{1,9})?)([a-zµμ]+)$/.exec(part) ?? [];
    const ms = MS_BY_UNIT[unit.replace(/(?<=month|day)s$/, '')];
    if (ms === undefined) return undefined;
    sum += Number(number) * ms;
  }
  return Math.round(sum);
}
