import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../electron/command/arguments/parse-arguments.ts';
import { toWrittenPlaces } from '../../electron/command/arguments/written-places.ts';

const askedBy = (line: string) => parseArguments(line === '' ? [] : line.split(' ')).asked;

const aKill = {
  kind: 'kill',
  asksJson: false,
  target: { kind: 'port', port: 3000 },
  protocol: undefined,
  way: undefined,
  means: 'graceful',
  isAgreed: false,
  isDryRun: false,
  graceMs: undefined,
};

describe('the words after portreeve', () => {
  test.each([
    ['--help', { kind: 'help' }],
    ['help', { kind: 'help' }],
    ['list --port x --help', { kind: 'help', verb: 'list' }],
    ['help kill', { kind: 'help', verb: 'kill' }],
    ['-v', { kind: 'version' }],
    ['list', { kind: 'list', asksJson: false, filter: {} }],
    ['--json list', { kind: 'list', asksJson: true, filter: {} }],
    ['check --json', { kind: 'check', asksJson: true }],
    ['watch-port list', { kind: 'watch-port', act: 'list', asksJson: false }],
    [
      'watch-port remove web --json',
      { kind: 'watch-port', act: 'remove', name: 'web', asksJson: true },
    ],
    [
      'watch-port add web 3000 --udp --project .',
      {
        kind: 'watch-port',
        act: 'add',
        asksJson: false,
        name: 'web',
        port: 3000,
        protocols: ['udp'],
        fallbackPorts: [],
        restartCommand: undefined,
        project: '.',
        places: [],
      },
    ],
    [
      'import .',
      { kind: 'import', asksJson: false, folder: '.', isDryRun: false, isAgreed: false },
    ],
    [
      'import . --json',
      { kind: 'import', asksJson: true, folder: '.', isDryRun: true, isAgreed: false },
    ],
    ['why 3000', { kind: 'why', asksJson: false, port: 3000, protocol: 'tcp' }],
    ['why 53 --udp', { kind: 'why', asksJson: false, port: 53, protocol: 'udp' }],
    ['why --protocol udp 53', { kind: 'why', asksJson: false, port: 53, protocol: 'udp' }],
    ['watch', { kind: 'watch', asksJson: false, filter: {}, intervalMs: undefined }],
    [
      'watch --interval=500 --port 3000',
      {
        kind: 'watch',
        asksJson: false,
        filter: { ports: [{ from: 3000, to: 3000 }] },
        intervalMs: 500,
      },
    ],
    ['kill 3000', aKill],
    ['kill web', { ...aKill, target: { kind: 'name', name: 'web' } }],
    ['kill 0x1f', { ...aKill, target: { kind: 'name', name: '0x1f' } }],
    ['kill 3000 --udp', { ...aKill, protocol: 'udp' }],
    ['kill 3000 --protocol tcp', { ...aKill, protocol: 'tcp' }],
    ['kill 3000 --force --yes', { ...aKill, means: 'force', isAgreed: true }],
    ['kill --tree 3000', { ...aKill, way: 'tree' }],
    ['kill --tree --way=tree --force 3000', { ...aKill, way: 'tree', means: 'force' }],
    ['kill 3000 --way container-restart', { ...aKill, way: 'container-restart' }],
    ['kill 3000 --dry-run --json', { ...aKill, isDryRun: true, asksJson: true }],
    ['kill 3000 --yes --json', { ...aKill, isAgreed: true, asksJson: true }],
    ['kill 3000 --timeout 1', { ...aKill, graceMs: 1000 }],
    ['kill 3000 --timeout=60', { ...aKill, graceMs: 60_000 }],
    [
      'list --port 3000,4000-4999 --name vite --project=. --user ann --protocol tcp --scope wildcard',
      {
        kind: 'list',
        asksJson: false,
        filter: {
          ports: [
            { from: 3000, to: 3000 },
            { from: 4000, to: 4999 },
          ],
          name: 'vite',
          project: '.',
          user: 'ann',
          protocol: 'tcp',
          scope: 'wildcard',
        },
      },
    ],
  ])('%j are understood', (line, asked) => {
    expect(askedBy(line)).toEqual(asked);
  });

  test.each([
    ['', { kind: 'no-command' }],
    ['lost', { kind: 'unknown', argument: 'lost', meant: 'portreeve list' }],
    ['kil 3000', { kind: 'unknown', argument: 'kil', meant: 'portreeve kill' }],
    ['nonsense --help', { kind: 'unknown', argument: 'nonsense' }],
    ['help lists', { kind: 'unknown', argument: 'lists', meant: 'portreeve list' }],
    ['list 3000', { kind: 'unknown', argument: '3000', meant: 'portreeve list --port 3000' }],
    ['check 3000', { kind: 'unknown', argument: '3000', meant: 'portreeve why 3000' }],
    ['run web echo', { kind: 'value-missing', flag: 'run', wanted: 'command' }],
    [
      'why 1 --udp --protocol tcp',
      { kind: 'not-together', flag: '--udp', other: '--protocol tcp' },
    ],
    ['toString', { kind: 'unknown', argument: 'toString' }],
    ['list extra', { kind: 'unknown', argument: 'extra' }],
    ['why 3000 4000', { kind: 'unknown', argument: '4000' }],
    ['list --loud', { kind: 'unknown', argument: '--loud' }],
    ['list --json=1', { kind: 'unknown', argument: '--json=1' }],
    ['list --constructor x', { kind: 'unknown', argument: '--constructor' }],
    ['check --port 3000', { kind: 'not-here', flag: '--port', verb: 'check' }],
    ['list --interval 500', { kind: 'not-here', flag: '--interval', verb: 'list' }],
    ['list --udp', { kind: 'not-here', flag: '--udp', verb: 'list' }],
    ['list --name', { kind: 'value-missing', flag: '--name', wanted: 'text' }],
    ['list --name=', { kind: 'value-missing', flag: '--name', wanted: 'text' }],
    ['list --port --json', { kind: 'value-missing', flag: '--port', wanted: 'ports' }],
    ['why', { kind: 'value-missing', flag: 'why', wanted: 'port' }],
    ['why 0', { kind: 'value-bad', flag: 'why', value: '0', wanted: 'port' }],
    ['why 0x1f', { kind: 'value-bad', flag: 'why', value: '0x1f', wanted: 'port' }],
    ['kill', { kind: 'value-missing', flag: 'kill', wanted: 'port-or-name' }],
    ['kill 0', { kind: 'value-bad', flag: 'kill', value: '0', wanted: 'port' }],
    ['kill 65536', { kind: 'value-bad', flag: 'kill', value: '65536', wanted: 'port' }],
    ['kill -1', { kind: 'unknown', argument: '-1' }],
    ['kill 3000 4000', { kind: 'unknown', argument: '4000' }],
    ['kill 3000 --name web', { kind: 'not-here', flag: '--name', verb: 'kill' }],
    ['why 3000 --force', { kind: 'not-here', flag: '--force', verb: 'why' }],
    ['list --yes', { kind: 'not-here', flag: '--yes', verb: 'list' }],
    ['kill 3000 --way', { kind: 'value-missing', flag: '--way', wanted: 'way' }],
    ['kill 3000 --way hard', { kind: 'value-bad', flag: '--way', value: 'hard', wanted: 'way' }],
    [
      'kill 3000 --way toString',
      { kind: 'value-bad', flag: '--way', value: 'toString', wanted: 'way' },
    ],
    ['kill 3000 --tree --way unit', { kind: 'not-together', flag: '--tree', other: '--way unit' }],
    [
      'kill 3000 --force --way unit',
      { kind: 'not-together', flag: '--force', other: '--way unit' },
    ],
    [
      'kill 3000 --timeout 0',
      { kind: 'value-bad', flag: '--timeout', value: '0', wanted: 'seconds' },
    ],
    [
      'kill 3000 --timeout 61',
      { kind: 'value-bad', flag: '--timeout', value: '61', wanted: 'seconds' },
    ],
    [
      'kill 3000 --timeout 2.5',
      { kind: 'value-bad', flag: '--timeout', value: '2.5', wanted: 'seconds' },
    ],
    ['kill 3000 --json', { kind: 'json-unagreed' }],
    ['watch-port', { kind: 'value-missing', flag: 'watch-port', wanted: 'watch-port-act' }],
    [
      'watch-port toString',
      { kind: 'value-bad', flag: 'watch-port', value: 'toString', wanted: 'watch-port-act' },
    ],
    ['watch-port list web', { kind: 'unknown', argument: 'web' }],
    ['watch-port add', { kind: 'value-missing', flag: 'watch-port add', wanted: 'name' }],
    ['watch-port add web', { kind: 'value-missing', flag: 'watch-port add', wanted: 'port' }],
    [
      'watch-port add web 0',
      { kind: 'value-bad', flag: 'watch-port add', value: '0', wanted: 'port' },
    ],
    ['watch-port add web 80 81', { kind: 'unknown', argument: '81' }],
    [
      'watch-port remove web --project .',
      { kind: 'not-here', flag: '--project', verb: 'watch-port remove' },
    ],
    ['import', { kind: 'value-missing', flag: 'import', wanted: 'folder' }],
    ['import . --dry-run --yes', { kind: 'not-together', flag: '--dry-run', other: '--yes' }],
    ['list --port 9-1', { kind: 'value-bad', flag: '--port', value: '9-1', wanted: 'ports' }],
    ['list --port ,', { kind: 'value-bad', flag: '--port', value: ',', wanted: 'ports' }],
    [
      'list --protocol sctp',
      { kind: 'value-bad', flag: '--protocol', value: 'sctp', wanted: 'protocol' },
    ],
    [
      'list --scope public',
      { kind: 'value-bad', flag: '--scope', value: 'public', wanted: 'scope' },
    ],
    [
      'watch --interval 50',
      { kind: 'value-bad', flag: '--interval', value: '50', wanted: 'interval' },
    ],
  ])('%j are refused with the reason', (line, problem) => {
    expect(askedBy(line)).toEqual({ kind: 'refused', problem });
  });

  test.each([
    ['dotenv:.env:PORT', '.env', { kind: 'dotenv', key: 'PORT' }],
    [
      'yaml:compose.yaml:services.web.ports[0]',
      'compose.yaml',
      { kind: 'yaml', path: ['services', 'web', 'ports', 0] },
    ],
    ['ini:app.ini:[web]port', 'app.ini', { kind: 'ini', section: 'web', key: 'port' }],
    ['ini:app.ini:port', 'app.ini', { kind: 'ini', section: '', key: 'port' }],
    [
      'json:C:\\shop\\a.json:server.port',
      'C:\\shop\\a.json',
      { kind: 'json', path: ['server', 'port'] },
    ],
    ['pattern:a.conf:a:(\\d+);', 'a.conf', { kind: 'pattern', pattern: 'a:(\\d+);' }],
  ])('name a place in a file: %s', (written, file, target) => {
    const asked = askedBy(`watch-port add web 80 --config ${written}`);
    if (asked.kind !== 'watch-port' || asked.act !== 'add') throw new Error(asked.kind);
    const places = toWrittenPlaces(asked.places);
    if ('kind' in places) throw new Error(places.kind);
    const [place] = places;
    expect(place?.file).toBe(file);
    expect(place?.toTarget('/x')).toEqual({ ...target, file: '/x' });
  });

  test.each(['xml:a:b', 'ini:a', 'json::a', 'pattern:a:(a+)+'])('%s names no place', (value) => {
    expect(toWrittenPlaces(['dotenv:.env:PORT', value])).toEqual({
      kind: 'value-bad',
      flag: '--config',
      value,
      wanted: value.startsWith('pattern:') ? 'expression' : 'place',
    });
  });

  test('may name another folder of user data anywhere', () => {
    expect(parseArguments(['--user-data-dir', '/x', 'list'])).toEqual({
      asked: { kind: 'list', asksJson: false, filter: {} },
      userDataFolder: '/x',
    });
  });

  test('whatever they are, are never read with a throw', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'list',
        'why',
        'watch',
        'kill',
        '--way',
        '--timeout',
        '--port',
        '--port=',
        '--json',
        '-',
        '--',
        '3000',
      ),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(() => parseArguments(words)).not.toThrow();
      }),
    );
  });
});

describe('portreeve free', () => {
  const usual = { from: 20_000, to: 32_767 };
  const aFree = {
    kind: 'free',
    asksJson: false,
    asksWhy: false,
    strategy: { kind: 'random', range: usual },
    protocols: ['tcp'],
    address: undefined,
    count: 1,
  };
  test.each<[string, object]>([
    ['', {}],
    ['--random', {}],
    ['--near 8888', { strategy: { kind: 'next', from: 8888, limit: 100 } }],
    ['--range 45000-45010', { strategy: { kind: 'range', range: { from: 45_000, to: 45_010 } } }],
    ['--range 45000', { strategy: { kind: 'range', range: { from: 45_000, to: 45_000 } } }],
    [
      '--range 49152-65535 --random',
      { strategy: { kind: 'random', range: { from: 49_152, to: 65_535 } } },
    ],
    ['--system', { strategy: { kind: 'system' } }],
    ['--udp', { protocols: ['udp'] }],
    ['--both --count 3', { protocols: ['tcp', 'udp'], count: 3 }],
    ['--host ::0001', { address: '::1' }],
    ['--why --json', { asksWhy: true, asksJson: true }],
  ])('%s is understood', (line, facts) => {
    expect(askedBy(`free ${line}`.trim())).toEqual({ ...aFree, ...facts });
  });

  test.each([
    '--range 45010-45000',
    '--range 0',
    '--range 0-10',
    '--range 65536',
    '--range 65000-65536',
    '--range 0x1f90',
    '--range 1-2,4-5',
    '--near 0',
    '--near 0x1f90',
    '--near 3.5',
    '--count 0',
    '--count 1001',
    '--count -1',
    '--host localhost',
    '--host 1.2.3',
    '--near 3000 --range 1-2',
    '--near 3000 --random',
    '--near 3000 --system',
    '--range 1-2 --system',
    '--random --system',
    '--udp --both',
    '--port 3000',
    '3000',
  ])('%s is refused', (line) => {
    expect(askedBy(`free ${line}`)).toMatchObject({ kind: 'refused' });
  });
});
