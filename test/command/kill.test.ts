import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../electron/command/arguments/parse-arguments.ts';
import { PLAIN } from '../../electron/command/output/colours.ts';
import { runCommand } from '../../electron/command/run-command.ts';
import type { Settings } from '../../shared/settings.ts';
import {
  aContext,
  aHiddenListener,
  aListener,
  anOwner,
  aWatchedPort,
  someSettings,
} from '../support/builders.ts';
import { createFakeMachine, type FakeMachine } from '../support/fake-host.ts';

interface Terminal {
  /** What the person types; undefined is the end of input. Absent: there is no terminal. */
  readonly answer?: { readonly line: string | undefined };
  readonly keepsHistory?: boolean;
  readonly settings?: Partial<Settings>;
  /** Interrupts after so many milliseconds. */
  readonly stopAfterMs?: number;
}

async function kill(
  words: string,
  arrange: (machine: FakeMachine) => void,
  terminal: Terminal = {},
) {
  const { answer, keepsHistory = true, settings = {}, stopAfterMs } = terminal;
  const machine = createFakeMachine(someSettings({ watchedPorts: [], ...settings }));
  machine.listeners = [aListener()];
  arrange(machine);
  const { asked } = parseArguments(['kill', ...words.split(' ')]);
  if (asked.kind === 'help' || asked.kind === 'version') throw new Error(asked.kind);
  const out: string[] = [];
  const err: string[] = [];
  const questions: string[] = [];
  let interrupt = (): void => undefined;
  const running = runCommand(
    {
      versions: { version: '1', runtime: 'Node' },
      host: machine.host,
      cwd: '/home/ann',
      print: (text) => out.push(text) > 0,
      colours: PLAIN,
      complain: (text) => void err.push(text),
      onStop(stop) {
        interrupt = stop;
      },
      ask:
        answer === undefined
          ? undefined
          : (question) => {
              questions.push(question);
              return Promise.resolve(answer.line);
            },
      keepsHistory,
      ownsSettings: true,
    },
    asked as Parameters<typeof runCommand>[1],
  );
  if (stopAfterMs !== undefined) {
    await machine.clock.advance(stopAfterMs);
    interrupt();
  } else await machine.clock.advance(60_000);
  return { code: await running, out: out.join('\n'), err: err.join('\n'), machine, questions };
}

const nothing = (): void => undefined;
const jsonOf = ({ out }: { readonly out: string }) => JSON.parse(out) as unknown;

const aUnit = { name: 'web.service', isUserUnit: true };
const inUnit = (machine: FakeMachine): void => {
  machine.contexts.set(4001, aContext({ unit: aUnit }));
  machine.onStop = () => {
    machine.end(4001);
    return 'stopped';
  };
};
const aContainer = {
  engine: 'docker' as const,
  id: 'a'.repeat(64),
  name: 'shop-db-1',
  image: 'postgres:16',
  restartPolicy: 'always',
};
const aProxy = (pid: number) =>
  anOwner({ pid, name: 'docker-proxy', executable: '/usr/bin/docker-proxy', user: 'root' });
const publishedTwice = (machine: FakeMachine): void => {
  machine.listeners = [
    aListener({ address: '0.0.0.0', user: 'root', owners: [aProxy(71)] }),
    aListener({ address: '::', user: 'root', owners: [aProxy(72)], sockets: ['7002'] }),
  ];
  machine.container = { kind: 'found', container: aContainer };
  machine.onEngine = () => {
    machine.listeners = [];
    return { kind: 'done' };
  };
};

const inShop = { cwd: '/home/ann/shop', project: '/home/ann/shop' };
const sharedPort = (machine: FakeMachine): void => {
  machine.listeners = [
    aListener({ owners: [anOwner({ pid: 71, ...inShop })] }),
    aListener({ key: 'sharer', owners: [anOwner({ pid: 72 })], sockets: ['7002'] }),
  ];
};

describe('portreeve kill', () => {
  test('ends only the stranger who shares the address of the expected service', async () => {
    const settings = { watchedPorts: [aWatchedPort()] };
    const { out, code, machine } = await kill('web --yes', sharedPort, { settings });
    expect(out).toContain('web has the port as well (pid 71) and is left alone.');
    expect(out).toMatch(
      /gave port 3000 up, \d+ ms after the kill\. Another program that shares the port still has it\./,
    );
    expect({ code, signals: machine.signals }).toEqual({
      code: 0,
      signals: [{ pid: 72, means: 'graceful' }],
    });
    const dry = await kill('web --dry-run --json', sharedPort, { settings });
    expect(jsonOf(dry)).toMatchObject({ kills: [{ pids: [72], expectedBy: [], spared: [71] }] });
  });

  test('asked by the name of a service that is split, ends the stranger beside it', async () => {
    const settings = { watchedPorts: [aWatchedPort()] };
    const split = (machine: FakeMachine): void => {
      machine.listeners = [
        aListener({ owners: [anOwner({ pid: 71, ...inShop })] }),
        aListener({ address: '::1', owners: [anOwner({ pid: 72 })], sockets: ['7002'] }),
      ];
    };
    const named = await kill('web --yes', split, { settings });
    expect(named.out).toContain('web has the port as well (pid 71) and is left alone.');
    expect(named.out).toMatch(/gave port 3000 up, .* Another program has the port on another/);
    expect(named.machine.signals.map(({ pid }) => pid)).toEqual([72]);
    const byPort = await kill('3000 --yes', split, { settings });
    expect(byPort.machine.signals.map(({ pid }) => pid)).toEqual([71, 72]);
  });

  test('shows and ends each of two programs that share an address which nobody watches', async () => {
    const { out, code, machine } = await kill('3000 --yes', sharedPort);
    expect(out).toContain('folder      ~/shop');
    expect(out).toContain('folder      ~/blog');
    expect(out).toMatch(/node: Port 3000 is free, \d+ ms after the kill\./);
    expect({ code, pids: machine.signals.map(({ pid }) => pid) }).toEqual({
      code: 0,
      pids: [71, 72],
    });
  });

  test('leaves the service alone where whoever shares its address is hidden', async () => {
    const { out, code, machine } = await kill(
      'web --yes',
      (machine) => {
        sharedPort(machine);
        const hidden = { ownerVisibility: 'hidden', owners: [] } as const;
        machine.listeners = machine.listeners.map((one) =>
          one.key === 'sharer' ? { ...one, ...hidden } : one,
        );
      },
      { settings: { watchedPorts: [aWatchedPort()] } },
    );
    expect(out).toContain('web has the port as well (pid 71) and is left alone.');
    expect({ code, signals: machine.signals }).toEqual({ code: 3, signals: [] });
  });

  test('shows whom, how and what it costs before it does anything', async () => {
    const { out, code, machine } = await kill('3000 --dry-run', (machine) => {
      machine.listeners = [
        aListener(),
        aListener({ address: '::1', sockets: ['7002'] }),
        aListener({ port: 9229, sockets: ['7003'] }),
      ];
      machine.clients = 2;
      machine.descendants = [
        anOwner({ pid: 4005, name: 'esbuild', executable: '/opt/esbuild', command: 'esbuild' }),
      ];
    });
    expect(out.split('\n')).toEqual([
      'Port 3000 (TCP) is held by node server.js in ~/blog.',
      '',
      '  listens on  127.0.0.1:3000, [::1]:3000 (this machine only)',
      '  process     pid 4001',
      '  command     node server.js',
      '  folder      ~/blog',
      '  user        ann',
      '',
      'To free the port',
      '  Kill the process',
      '  It is asked to end (SIGTERM) and has 5 seconds to do so. Nothing is forced.',
      '  2 clients are connected and will be cut off.',
      '  It also gives up 127.0.0.1:9229.',
      '',
      'Other ways',
      '  --tree   Kill it and the process below',
      '  --force  End it at once (SIGKILL)',
    ]);
    expect(code).toBe(0);
    expect(machine.signals).toEqual([]);
  });

  test('kills where the person says yes, proves it, and puts it on record', async () => {
    const { out, code, machine, questions } = await kill('3000', nothing, {
      answer: { line: ' Y ' },
    });
    expect(questions).toEqual(['\nKill? [y/N] ']);
    expect(machine.signals).toEqual([{ pid: 4001, means: 'graceful' }]);
    expect(out).toMatch(/Port 3000 is free, \d+ ms after the kill\.$/);
    expect(code).toBe(0);
    expect(machine.history).toMatchObject([
      { kind: 'killed', port: 3000, pids: [4001], way: 'processes', outcome: 'freed' },
    ]);
  });

  test.each([['n'], [''], ['yess'], ['是'], [undefined]])(
    'leaves everybody alone when the answer is %j',
    async (line) => {
      const { out, code, machine } = await kill('3000', nothing, { answer: { line } });
      expect(machine.signals).toEqual([]);
      expect(out).toMatch(/Nothing was killed\.$/);
      expect(code).toBe(1);
      expect(machine.history).toEqual([]);
    },
  );

  test('understands a Chinese yes where it asked in Chinese', async () => {
    const { code, questions, machine } = await kill(
      '3000',
      (machine) => Object.assign(machine.host, { systemLanguage: 'zh-CN' }),
      { answer: { line: '是' } },
    );
    expect({ code, questions }).toEqual({ code: 0, questions: ['\n结束？[y/N] '] });
    expect(machine.signals).toHaveLength(1);
  });

  test('where nobody can be asked shows the plan and says what to add', async () => {
    const { out, err, code, machine } = await kill('3000', nothing);
    expect(out).toContain('To free the port');
    expect(err).toBe(
      'portreeve: there is no terminal to ask on, so nothing was killed. Add --yes to kill, or --dry-run to see the plan only.',
    );
    expect(code).toBe(2);
    expect(machine.signals).toEqual([]);
  });

  test('says that nobody is there', async () => {
    const { out, code } = await kill('3001 --udp', nothing);
    expect({ out, code }).toEqual({
      out: 'Nobody listens on port 3001 (UDP). Whether a program can use it tells: portreeve why 3001 --udp',
      code: 4,
    });
    const asJson = await kill('3001 --dry-run --json', nothing);
    expect(jsonOf(asJson)).toEqual({ port: 3001, protocol: 'tcp', dryRun: true, kills: [] });
    expect(asJson.code).toBe(4);
  });

  test('does not say so where part of the ports could not be read', async () => {
    const { out, err, code } = await kill('3001', (machine) => {
      machine.missing = ['tcp6'];
    });
    expect({ out, code }).toEqual({ out: '', code: 2 });
    expect(err).toContain('tcp6');
  });

  test('of a failed reading says why', async () => {
    const { err, code } = await kill('3000 --yes', (machine) => {
      machine.scanFailure = { kind: 'failed', reason: 'timed-out', detail: '' };
    });
    expect(err).toContain('could not be read');
    expect(code).toBe(2);
  });

  test('by force signals so, and can still be asked for no more time than it has', async () => {
    const { machine, out } = await kill('3000 --force --yes', nothing);
    expect(machine.signals).toEqual([{ pid: 4001, means: 'force' }]);
    expect(out).toContain('It ends at once (SIGKILL)');
    expect(out).toContain('ms after the forced kill.');
  });

  test('by force does not warn of what only a request would meet', async () => {
    const { out } = await kill('3000 --force --dry-run', (machine) => {
      machine.conditions.set(4001, { state: 'stopped', ignoresTerm: true });
    });
    expect(out).not.toMatch(/ignores|woken/);
  });

  test('gives the time that was asked for, and says who holds the port after it', async () => {
    const { out, code } = await kill('3000 --yes --timeout 2', (machine) => {
      machine.onSignal = () => 'sent';
    });
    expect(out).toContain('has 2 seconds to do so');
    expect(out).toMatch(
      /node did not end within 2 s and still holds port 3000\. You can force it\.$/,
    );
    expect(code).toBe(1);
  });

  test('tells beforehand that the settings force whoever is left', async () => {
    const { out, machine } = await kill(
      '3000 --yes',
      (machine) => {
        machine.onSignal = ({ identity }, means) => {
          if (means === 'force') machine.end(identity.pid);
          return 'sent';
        };
      },
      { settings: { forceAfterGrace: true } },
    );
    expect(out).toContain('Whoever is left then is ended by force.');
    expect(machine.signals.map(({ means }) => means)).toEqual(['graceful', 'force']);
  });

  test('stops a unit rather than its process, and offers the process', async () => {
    const { out, code, machine } = await kill('3000 --yes', inUnit);
    expect(machine.stopped).toEqual(['web.service']);
    expect(machine.signals).toEqual([]);
    expect(out).toContain('  Stop the unit web.service');
    expect(out).not.toContain('may start it again');
    expect(out).toContain('  --way processes  Kill the process');
    expect(code).toBe(0);
  });

  test('goes the way that was asked for, and warns of what it does not see to', async () => {
    const { machine, out } = await kill('3000 --yes --way processes', inUnit);
    expect(out).toContain('  web.service keeps it running and may start it again.');
    expect(machine.stopped).toEqual([]);
    expect(machine.signals).toEqual([{ pid: 4001, means: 'graceful' }]);
  });

  test('tells what a stopped unit still comes back by', async () => {
    const { out } = await kill('3000 --dry-run', (machine) => {
      inUnit(machine);
      const triggeredBy = ['web.socket'];
      machine.unitFacts.set('web.service', { restarts: true, isEnabled: true, triggeredBy });
    });
    expect(out).toContain('web.service starts again at the next connection, through web.socket');
    expect(out).toContain('It is enabled, so it starts again with the machine or the session.');
  });

  test('refuses a way that does not lead there, and force where there is none', async () => {
    const noUnit = await kill('3000 --yes --way unit', nothing);
    expect(noUnit).toMatchObject({ code: 2, out: '' });
    expect(noUnit.err).toBe(
      'portreeve: node cannot be stopped by --way unit. There is: processes. Nothing was killed.',
    );
    const forced = await kill('3000 --yes --force', inUnit);
    expect(forced).toMatchObject({ code: 2, out: '' });
    expect(forced.err).toContain('or add --way processes');
    expect(forced.machine.stopped).toEqual([]);
    const proxy = await kill('3000 --yes --force', publishedTwice);
    expect(proxy.err).toContain('Leave it out.');
  });

  test('ends a tree with those below, each named', async () => {
    const below = anOwner({
      pid: 4005,
      name: 'esbuild',
      executable: '/opt/esbuild',
      command: 'esbuild',
    });
    const { out, machine } = await kill('3000 --yes --tree', (machine) => {
      machine.descendants = [below];
    });
    expect(out).toContain('  Below: esbuild, pid 4005');
    expect(machine.signals.map(({ pid }) => pid)).toEqual([4001, 4005]);
  });

  test('ends the process alone where a tree is asked for and nothing is below', async () => {
    const { out, err, machine } = await kill('3000 --yes --tree', () => undefined);
    expect({ err, signals: machine.signals.map(({ pid }) => pid) }).toEqual({
      err: '',
      signals: [4001],
    });
    expect(out).toContain('  Kill the process\n');
  });

  test('ends a watcher before what it watches', async () => {
    const { out, machine } = await kill('3000 --yes', (machine) => {
      const process = anOwner({ pid: 3999, name: 'nodemon' });
      machine.contexts.set(
        4001,
        aContext({ watcher: { name: 'nodemon', isShellLoop: false, process } }),
      );
    });
    expect(out).toContain('Kill the process and nodemon (pid 3999), which would start it again');
    expect(out).not.toContain('may start it again');
    expect(machine.signals.map(({ pid }) => pid)).toEqual([3999, 4001]);
  });

  test('stops the container of both its forwarders once', async () => {
    const { out, code, machine } = await kill('3000 --yes', publishedTwice);
    expect(machine.stopped).toEqual(['shop-db-1']);
    expect(out).toContain(
      '  listens on  0.0.0.0:3000, [::]:3000 (every interface: others can reach it)',
    );
    expect(out).toContain('  container   shop-db-1 (postgres:16), docker aaaaaaaaaaaa');
    expect(out).toContain('until somebody starts it or the engine itself starts anew.');
    expect(out).toContain('  --way container-restart  Restart the container shop-db-1');
    expect(code).toBe(0);
  });

  test('ends two programs one after the other, and names each', async () => {
    const { out, code, machine } = await kill('3000 --yes', (machine) => {
      machine.listeners = [
        aListener(),
        aListener({
          address: '::1',
          owners: [anOwner({ pid: 4002, name: 'vite' })],
          sockets: ['2'],
        }),
      ];
    });
    expect(out).toContain('Port 3000 (TCP) is held by 2 different programs.');
    expect(out).toMatch(
      /127\.0\.0\.1:3000 node: What was killed gave port 3000 up,.*\n\[::1\]:3000 vite: Port 3000 is free/,
    );
    expect(machine.signals.map(({ pid }) => pid)).toEqual([4001, 4002]);
    expect(code).toBe(0);
  });

  test('ends a program that shares a socket with one it has just ended', async () => {
    const { code, machine } = await kill('3000 --yes', (machine) => {
      machine.listeners = [
        aListener(),
        aListener({ address: '::1', owners: [anOwner(), anOwner({ pid: 4002 })], sockets: ['2'] }),
      ];
    });
    expect(machine.signals.map(({ pid }) => pid)).toEqual([4001, 4002]);
    expect(code).toBe(0);
  });

  test('of a hidden owner needs rights, and asks nothing', async () => {
    const { out, code, questions } = await kill(
      '3000',
      (machine) => {
        machine.listeners = [aHiddenListener()];
      },
      { answer: { line: 'y' } },
    );
    expect(out.split('\n')[0]).toBe(
      'Port 3000 (TCP) is held by a process of root that is hidden from you.',
    );
    expect(out).toContain("sudo ss -ltnp 'sport = :3000'");
    expect({ code, questions }).toEqual({ code: 3, questions: [] });
  });

  test('tells root that a hidden owner is not of this machine', async () => {
    const { out } = await kill('3000 --yes', (machine) => {
      machine.listeners = [aHiddenListener()];
      Object.assign(machine.host.processes, { isPrivileged: true, seesAll: true });
    });
    expect(out).toContain('held for root, by no process that is shown here');
    expect(out).toContain('No process that is shown here holds it: the kernel itself does');
    expect(out).not.toContain('sudo');
  });

  test('does not send to anybody else where the hidden process is of this account', async () => {
    const { code, out } = await kill('3000 --yes', (machine) => {
      machine.listeners = [aHiddenListener({ user: 'ann' })];
    });
    expect(out).toContain(
      'It is a process of your own account that the system keeps closed to you',
    );
    expect(out).toContain("An administrator can see the process: sudo ss -ltnp 'sport = :3000'");
    expect(out).not.toContain('Ask its owner');
    expect(code).toBe(3);
  });

  test('tells who holds the number on the other protocol', async () => {
    const { out, code } = await kill('3000 --yes', (machine) => {
      machine.listeners = [aListener({ protocol: 'udp' })];
    });
    expect(out).toContain('UDP 3000 is held by node');
    expect(out).toContain(': add --udp.');
    expect(code).toBe(4);
  });

  test('never touches who is protected or essential', async () => {
    const isProtected = await kill('3000 --yes', nothing, {
      settings: { protectedProcesses: ['node'] },
    });
    expect(isProtected).toMatchObject({ code: 2, machine: { signals: [] } });
    expect(isProtected.out).toContain('node is on your list of protected processes.');
    const ancestor = await kill('3000 --yes --dry-run', (machine) => {
      machine.listeners = [aListener({ owners: [anOwner({ pid: 400 })] })];
    });
    expect(ancestor.code).toBe(2);
  });

  test('kills nobody while the list of the protected cannot be read, and plans nothing', async () => {
    const blind = (machine: FakeMachine): void => {
      const notice = { kind: 'settings-unreadable', id: 's', file: '/x' } as const;
      machine.host.settingsStore.read = () =>
        Promise.resolve({ settings: machine.stored, notices: [notice] });
    };
    expect(await kill('3000 --yes', blind)).toMatchObject({ code: 2, machine: { signals: [] } });
    expect((await kill('3000 --dry-run', blind)).code).toBe(2);
  });

  test('needs rights for the process of somebody else, and gives the line', async () => {
    const { out, code, machine } = await kill('3000 --yes', (machine) => {
      machine.listeners = [aListener({ owners: [anOwner({ user: 'bob' })] })];
      machine.elevated = 'no-agent';
    });
    expect(out).toContain('You are asked for an administrator’s password first.');
    expect(out).toContain('sudo kill 4001');
    expect(code).toBe(3);
    expect(machine.history).toEqual([]);
  });

  test('keeps history only where the app does', async () => {
    const { code, machine } = await kill('3000 --yes', nothing, { keepsHistory: false });
    expect(code).toBe(0);
    expect(machine.history).toEqual([]);
  });

  test('ends without another signal when it is interrupted', async () => {
    const { code, err, machine } = await kill(
      '3000 --yes',
      (machine) => {
        machine.onSignal = () => 'sent';
      },
      { stopAfterMs: 1000, settings: { forceAfterGrace: true } },
    );
    expect(code).toBe(130);
    expect(err).toContain('interrupted');
    expect(machine.signals).toEqual([{ pid: 4001, means: 'graceful' }]);
  });
});

describe('by the name of a watched port', () => {
  const watch = (...ports: readonly Parameters<typeof aWatchedPort>[0][]) => ({
    settings: { watchedPorts: ports.map(aWatchedPort) },
  });

  test('means its port and protocol', async () => {
    const { code, machine } = await kill(
      'web --yes',
      (machine) => {
        machine.listeners = [
          aListener({ protocol: 'udp' }),
          aListener({ port: 3001, owners: [anOwner({ pid: 4002 })] }),
        ];
      },
      watch({ protocol: 'udp' }),
    );
    expect(machine.signals).toEqual([{ pid: 4001, means: 'graceful' }]);
    expect(code).toBe(0);
  });

  test('leaves alone who listens on another address than the watched one', async () => {
    const { code } = await kill('web --yes', nothing, watch({ address: '127.0.0.2' }));
    expect(code).toBe(4);
  });

  test('fits in any case of letters where nothing else does', async () => {
    expect((await kill('WEB --dry-run', nothing, watch({}))).code).toBe(0);
    const both = watch({ port: 3001, name: 'Web', id: 'a' }, { id: 'b' });
    expect((await kill('web --dry-run', nothing, both)).out).toContain('Port 3000');
  });

  test('names the expected owner as such', async () => {
    const expectedOwner = { kind: 'project', folder: '/home/ann/blog' } as const;
    const { out } = await kill('web --dry-run', nothing, watch({ expectedOwner }));
    expect(out).toContain('  web expects it here: this is no squatter.');
    const byLink = await kill(
      '3000 --dry-run --json',
      (machine) => machine.links.set('/blog', '/home/ann/blog'),
      watch({ expectedOwner: { kind: 'project', folder: '/blog' } }),
    );
    expect(jsonOf(byLink)).toMatchObject({ kills: [{ expectedBy: ['web'] }] });
    expect((await kill('web --dry-run', nothing, watch({}))).out).not.toContain('squatter');
  });

  test('that is unknown or that several have is refused with what there is', async () => {
    const unknown = await kill('lost --yes', nothing, watch({}));
    expect(unknown).toMatchObject({ code: 2, out: '', machine: { signals: [] } });
    expect(unknown.err).toBe(
      'portreeve: no watched port is called "lost". There are: web. Nothing was killed.',
    );
    expect((await kill('lost --yes', nothing)).err).toContain('no ports are watched by a name');
    const two = watch({ id: 'a' }, { id: 'b', protocol: 'udp' });
    const several = await kill('web --yes', nothing, two);
    expect(several).toMatchObject({ code: 2, machine: { signals: [] } });
    expect(several.err).toContain('(3000 tcp, 3000 udp)');
    expect((await kill('web --dry-run --protocol tcp', nothing, two)).code).toBe(0);
  });
});

describe('the JSON of a kill', () => {
  test('is one document with the plan and the outcome', async () => {
    const killed = await kill('3000 --yes --json', nothing);
    expect(jsonOf(killed)).toEqual({
      port: 3000,
      protocol: 'tcp',
      dryRun: false,
      kills: [
        {
          addresses: ['127.0.0.1'],
          pids: [4001],
          names: ['node'],
          expectedBy: [],
          spared: [],
          way: 'processes',
          ways: ['processes'],
          means: 'graceful',
          alsoHolds: [],
          warnings: [],
          outcome: {
            kind: 'freed',
            afterMs: expect.any(Number),
            means: 'graceful',
            way: 'processes',
          },
          sentence: expect.stringContaining('Port 3000 is free'),
        },
      ],
    });
  });

  test('of a dry run has no outcome, of a refusal no way', async () => {
    expect(jsonOf(await kill('3000 --dry-run --json', nothing))).toMatchObject({
      dryRun: true,
      kills: [{ way: 'processes', outcome: null, sentence: null }],
    });
    const refused = await kill('3000 --yes --json', (machine) => {
      machine.listeners = [aHiddenListener()];
    });
    expect(refused.code).toBe(3);
    expect(jsonOf(refused)).toMatchObject({
      kills: [{ pids: [], way: null, ways: [], means: null, outcome: { kind: 'refused' } }],
    });
  });

  test('tells who holds the port still as every command tells of processes', async () => {
    const held = await kill('3000 --yes --json', (machine) => {
      machine.onSignal = () => 'sent';
    });
    expect(jsonOf(held)).toMatchObject({
      kills: [
        { outcome: { kind: 'still-held', holders: [{ pid: 4001, title: 'node server.js' }] } },
      ],
    });
    expect(held.code).toBe(1);
  });
});

describe('the exit code', () => {
  test('of several kills is that of the worst', async () => {
    const mixed = await kill('3000 --yes', (machine) => {
      machine.listeners = [aListener(), aHiddenListener({ address: '::1', sockets: ['2'] })];
    });
    expect(mixed.code).toBe(3);
    expect(mixed.machine.signals).toHaveLength(1);
  });

  test.each([
    ['not-permitted', 3],
    ['no-agent', 3],
    ['timed-out', 2],
    ['not-found', 2],
  ] as const)('of a unit that answered %s is %i', async (result, code) => {
    const failed = await kill('3000 --yes', (machine) => {
      inUnit(machine);
      machine.onStop = () => result;
    });
    expect(failed.code).toBe(code);
  });

  test.each([
    ['not-permitted', 3],
    ['no-such-container', 2],
  ] as const)('of an engine that answered %s is %i', async (reason, code) => {
    const failed = await kill('3000 --yes', (machine) => {
      publishedTwice(machine);
      machine.onEngine = () => ({ kind: 'failed', reason });
    });
    expect(failed.code).toBe(code);
  });

  test('of a port that somebody took at once is that of a port that is not free', async () => {
    const { code } = await kill('3000 --yes', (machine) => {
      machine.onSignal = () => {
        machine.listeners = [aListener({ owners: [anOwner({ pid: 4010 })], sockets: ['9'] })];
        return 'sent';
      };
    });
    expect(code).toBe(1);
  });
});
