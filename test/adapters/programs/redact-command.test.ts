import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseCommandLine,
  redactCommand,
} from '../../../electron/adapters/programs/redact-command.ts';

describe('a secret is masked', () => {
  test.each([
    [['node', 'a.js', '--password=hunter2'], 'node a.js --password=***'],
    [['node', 'a.js', '--password', 'hunter2', 'b'], 'node a.js --password *** b'],
    [['node', 'a.js', '--db-password', '-hunter2'], 'node a.js --db-password ***'],
    [['node', 'a.js', '--token', 'abc', '--port', '3000'], 'node a.js --token *** --port 3000'],
    [['node', 'a.js', '-token', 'abc'], 'node a.js -token ***'],
    [['app', '--api-key=abc', '--apikey', 'def'], 'app --api-key=*** --apikey ***'],
    [['app', '--client-secret=abc'], 'app --client-secret=***'],
    [['env', 'AWS_SECRET_ACCESS_KEY=abc', 'app'], 'env AWS_SECRET_ACCESS_KEY=*** app'],
    [
      ['docker', 'run', '-e', 'POSTGRES_PASSWORD=x', '-p', '5:5'],
      'docker run -e POSTGRES_PASSWORD=*** -p 5:5',
    ],
    [
      ['java', '-Djavax.net.ssl.keyStorePassword=x', '-jar', 'a.jar'],
      'java -Djavax.net.ssl.keyStorePassword=*** -jar a.jar',
    ],
    [['psql', 'postgres://ada:hunter2@db/x'], 'psql postgres://ada:***@db/x'],
    [['psql', 'postgres://ada:p@ss@db/x'], 'psql postgres://ada:***@db/x'],
    [['redis-server', 'redis://:hunter2@db'], 'redis-server redis://:***@db'],
    [['psql', 'host=db password=hunter2 user=ada'], "psql 'host=db password=*** user=ada'"],
    [['app', 'Server=db;Password=hunter2;Port=1'], 'app Server=db;Password=***;Port=1'],
    [['app', 'http://x/?token=abc&page=2'], 'app http://x/?token=***&page=2'],
    [['app', '{"password":"hunter2","port":1}'], 'app {"password":"***","port":1}'],
    [['curl', '-H', 'Authorization: Bearer abc'], "curl -H 'Authorization: ***'"],
    [['curl', '-u', 'ada:hunter2', 'http://x'], 'curl -u *** http://x'],
    [['mysql', '-uroot', '-phunter2', '-P3306'], 'mysql -uroot -p*** -P3306'],
    [['/usr/bin/mysqldump', '-phunter2'], '/usr/bin/mysqldump -p***'],
    [['sshpass', '-p', 'hunter2', 'ssh', 'x'], 'sshpass -p *** ssh x'],
    [['redis-cli', '-a', 'hunter2'], 'redis-cli -a ***'],
    [['sh', '-c', 'app --token abc --port 1'], "sh -c 'app --token *** --port 1'"],
    [
      ['sh', '-c', "node '--token' 'abc'; true", 'sh'],
      "sh -c 'node '\\''--token'\\'' ***; true' sh",
    ],
    [
      ['sh', '-c', 'cd x && mysql -uroot -phunter2 shop'],
      "sh -c 'cd x && mysql -uroot -p*** shop'",
    ],
    [['sh', '-c', "curl -s -u 'ada:hunter2' x"], "sh -c 'curl -s -u '\\''***'\\'' x'"],
    [['sh', '-c', '/usr/bin/redis-cli -a hunter2'], "sh -c '/usr/bin/redis-cli -a ***'"],
    // As systems tell it that do not say where an argument ends.
    [['sh', '-c', 'sshpass', '-p', 'hunter2', 'ssh', 'x'], 'sh -c sshpass -p *** ssh x'],
    [['post', 'xoxb-0123456789', 'hello'], 'post *** hello'],
    [['git', 'clone', `https://ghp_${'a'.repeat(36)}@host/x`], 'git clone https://***@host/x'],
    [['app', `sk_live_${'a'.repeat(24)}`], 'app ***'],
  ])('%j', (argv, shown) => {
    expect(redactCommand(argv)).toBe(shown);
  });
});

describe('what is no secret stays', () => {
  test.each([
    [['node', 'server.js', '--port', '3000'], 'node server.js --port 3000'],
    [['ssh', '-p', '2222', 'host'], 'ssh -p 2222 host'],
    [['sh', '-c', 'ssh -p 2222 host; mkdir -p x'], "sh -c 'ssh -p 2222 host; mkdir -p x'"],
    [['sh', '-c', 'mysql -uroot; nc -p 80'], "sh -c 'mysql -uroot; nc -p 80'"],
    [['docker', 'run', '-p8080:80'], 'docker run -p8080:80'],
    [['app', '--token', '--verbose'], 'app --token --verbose'],
    [['vite', 'http://localhost:5173/@fs/x'], 'vite http://localhost:5173/@fs/x'],
    [['python3', '-m', 'http.server'], 'python3 -m http.server'],
    [['node', 'my file.js', ''], "node 'my file.js' ''"],
    [['postgres: writer process'], 'postgres: writer process'],
  ])('%j', (argv, shown) => {
    expect(redactCommand(argv)).toBe(shown);
  });
});

test('characters that act are spelt out', () => {
  const acting = ['a\nb', '\u001b[31m', '\u009b1m', '\u202eexe', '\u2066', '\u2028', '\u200b'];
  expect(redactCommand(['x', ...acting])).toBe(
    "x 'a\\nb' \\x1b[31m \\x9b1m \\u202eexe \\u2066 '\\u2028' \\u200b".replace(
      "'\\u2028'",
      '\\u2028',
    ),
  );
});

test('the kernel’s line is taken apart at its NULs', () => {
  expect(parseCommandLine('node\0server.js\0\0a b\0')).toEqual(['node', 'server.js', '', 'a b']);
  expect(parseCommandLine('postgres: writer   \0\0\0')).toEqual(['postgres: writer']);
  expect(parseCommandLine('')).toEqual([]);
});

test('no command is longer than 4,096 characters or spans lines', () => {
  const hostile = fc.array(
    fc.oneof(
      fc.string({ maxLength: 2000, unit: 'binary' }),
      fc.constantFrom('--token', 'password=', '://', '"token":"', 'auth: ', '-p'),
      fc.constantFrom('mysql ', 'curl -', ' sshpass ').map((piece) => piece.repeat(20_000)),
      fc.constantFrom('a', 'pass', '=', '-', '://a:', '"').map((piece) => piece.repeat(5000)),
    ),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(hostile, (argv) => {
      const shown = redactCommand(argv);
      expect(shown.length).toBeLessThanOrEqual(4096);
      expect(shown).not.toMatch(/[\p{Cc}\u202a-\u202e\u2028]/u);
    }),
  );
});

test('a password behind a flag never shows, whatever it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9]{8,20}$/), (secret) => {
      fc.pre(!/pass|token|secret|server|node|auth|cookie/i.test(secret));
      const argvs = [
        [`--password=${secret}`],
        ['--password', secret],
        [`DB_PASSWORD=${secret}`],
        [`http://ada:${secret}@host`],
        [`--header=Authorization: Bearer ${secret}`],
      ];
      for (const argv of argvs) expect(redactCommand(['node', ...argv])).not.toContain(secret);
    }),
  );
});
