import { describe, expect, test } from 'vitest';
import { formatDocument } from '../../electron/command/output/format-document.ts';
import { toWhyDocument } from '../../electron/command/why/why-json.ts';
import { toWhyText } from '../../electron/command/why/why-text.ts';
import { explainPort } from '../../electron/core/why/why.ts';
import type { Protocol } from '../../shared/listener.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import type { Ancestor } from '../../shared/why.ts';
import {
  aContext,
  aHiddenListener,
  aListener,
  anOwner,
  someSettings,
} from '../support/builders.ts';
import { createFakeMachine, type FakeMachine } from '../support/fake-host.ts';

async function readWhy(
  arrange: (machine: FakeMachine) => void,
  question: { readonly protocol: Protocol; readonly port: number } = {
    protocol: 'tcp',
    port: 3000,
  },
  locale: 'en' | 'zh-CN' = 'en',
) {
  const machine = createFakeMachine(someSettings({ watchedPorts: [] }));
  machine.uses = [];
  arrange(machine);
  const explaining = explainPort(machine.host, question);
  await machine.clock.advance(5000);
  const answer = await explaining;
  if (answer.kind === 'failed') throw new Error(answer.scan.reason);
  const { report, snapshot } = answer;
  const t = toTranslate(locale, 'linux');
  return {
    lines: toWhyText(report, { snapshot, nowMs: machine.clock.wallMs(), t }).split('\n'),
    json: JSON.parse(formatDocument(toWhyDocument(report))) as unknown,
  };
}

const ancestor = (pid: number, name: string, command = name): Ancestor => ({
  identity: { pid, startToken: '1' },
  name,
  command,
  executable: `/usr/bin/${name.split(' ', 1)[0] ?? ''}`,
  user: 'ann',
});

describe('the words of why', () => {
  test('tell a dev server with its whole origin', async () => {
    const vite = anOwner({
      command: 'node /home/ann/shop/node_modules/.bin/vite --port 3000',
      cwd: '/home/ann/shop',
      project: '/home/ann/shop',
      startedAt: '2026-01-05T07:00:00.000Z',
    });
    const { lines } = await readWhy((machine) => {
      machine.listeners = [
        aListener({ owners: [vite] }),
        aListener({ port: 24_678, owners: [vite] }),
      ];
      machine.clients = 2;
      machine.uses = [1, 2].map((client) => ({
        protocol: 'tcp',
        family: 4,
        address: '127.0.0.1',
        port: 3000,
        remoteAddress: '127.0.0.1',
        remotePort: 50_000 + client,
        state: 'connected',
        owners: [vite],
      }));
      machine.stories.set(4001, {
        ancestors: [
          { ...ancestor(13, 'npm run dev'), executable: '/usr/bin/node' },
          ancestor(12, 'claude'),
          ancestor(11, 'zsh', '-zsh'),
          ancestor(10, 'kitty'),
        ],
        terminal: 'pts/3',
        startedBy: [
          { kind: 'coding-agent', name: 'Claude Code', pid: 12 },
          { kind: 'terminal', name: 'kitty', pid: 10 },
        ],
      });
    });
    expect(lines).toEqual([
      'Port 3000 (TCP) is held by vite in ~/shop (node).',
      '',
      '  listens on  127.0.0.1:3000 (this machine only)',
      '  process     pid 4001',
      '  command     node /home/ann/shop/node_modules/.bin/vite --port 3000',
      '  folder      ~/shop',
      '  user        ann',
      expect.stringMatching(/^ {2}since {7}\S+, 2 h 14 min ago$/),
      '  started by  kitty (10) > zsh (11) > Claude Code (12) > npm run dev (13)',
      '  runs in     terminal pts/3',
      '  clients     2 connected',
      '',
      'If you kill it',
      '  2 clients are connected and will be cut off.',
      '  It also gives up 127.0.0.1:24678.',
      '',
      'Can another program listen here?',
      '  Not on 127.0.0.1, 0.0.0.0, where what listens above is in the way (EADDRINUSE). But one can on ::1, ::.',
    ]);
  });

  test('tell a unit that would start it again, and how to stop that', async () => {
    const { lines } = await readWhy((machine) => {
      machine.listeners = [aListener()];
      machine.contexts.set(4001, aContext({ unit: { name: 'web.service', isUserUnit: true } }));
      machine.stories.set(4001, {
        ancestors: [],
        unit: { name: 'web.service', isUserUnit: true },
        startedBy: [],
      });
    });
    expect(lines).toEqual(
      expect.arrayContaining([
        '  started by  systemd',
        '  runs in     systemd user unit web.service',
        '  web.service keeps it running and may start it again.',
        '  To stop it for good: systemctl --user stop web.service',
      ]),
    );
  });

  test('tell the container with its image and compose service, and how to stop it', async () => {
    const id = 'a'.repeat(64);
    const { lines, json } = await readWhy((machine) => {
      machine.listeners = [aListener()];
      machine.contexts.set(4001, aContext({ containerId: id }));
      machine.container = {
        kind: 'found',
        container: {
          engine: 'docker',
          id,
          name: 'shop-db-1',
          image: 'postgres:16',
          composeProject: 'shop',
          composeService: 'db',
          privatePort: 5432,
        },
      };
      machine.stories.set(4001, {
        ancestors: [],
        container: { runtime: 'docker', id },
        startedBy: [],
      });
    });
    expect(lines).toEqual(
      expect.arrayContaining([
        '  container   shop-db-1 (postgres:16), docker aaaaaaaaaaaa',
        '  inside it   port 5432',
        '  compose     service db of project shop',
        '  This is the port of the container shop-db-1.',
        '  To stop it for good: docker stop aaaaaaaaaaaa',
      ]),
    );
    expect(lines.some((line) => line.includes('runs in'))).toBe(false);
    expect(json).toMatchObject({
      holders: [
        {
          kill: {
            ways: ['container', 'container-restart', 'processes'],
            stopInstead: 'docker stop aaaaaaaaaaaa',
          },
        },
      ],
    });
  });

  test('tell a container whose engine is silent by its control group', async () => {
    const { lines } = await readWhy((machine) => {
      machine.listeners = [aListener()];
      machine.contexts.set(4001, aContext({ containerId: 'a'.repeat(64) }));
      machine.container = { kind: 'unknown', reason: 'not-permitted' };
      machine.stories.set(4001, {
        ancestors: [],
        container: { runtime: 'podman', id: 'a'.repeat(64) },
        startedBy: [],
      });
    });
    expect(lines).toContain('  runs in     podman container aaaaaaaaaaaa');
    expect(lines).toContain('  To stop it for good: podman stop aaaaaaaaaaaa');
  });

  test('tell a watcher, and how to end it without a bare pid', async () => {
    const { lines, json } = await readWhy((machine) => {
      machine.listeners = [aListener()];
      const process = anOwner({ pid: 3999 });
      const watcher = { name: 'nodemon', isShellLoop: false, process };
      machine.contexts.set(4001, aContext({ watcher }));
    });
    expect(lines).toEqual(
      expect.arrayContaining([
        '  nodemon watches it and may start it again.',
        '  To stop it for good: portreeve kill 3000 --way watcher',
      ]),
    );
    expect(json).toMatchObject({ holders: [{ kill: { ways: ['watcher', 'processes'] } }] });
  });

  test('never give a line that a hostile name has part in', async () => {
    const { lines } = await readWhy((machine) => {
      machine.listeners = [aListener()];
      const unit = { name: 'x; rm -rf ~.service', isUserUnit: false };
      machine.contexts.set(4001, aContext({ unit }));
      machine.stories.set(4001, { ancestors: [], unit, startedBy: [] });
    });
    expect(lines).toContain('  runs in     systemd unit x; rm -rf ~.service');
    expect(lines.some((line) => line.includes('stop x'))).toBe(false);
  });

  test('tell a hidden holder and who can see it', async () => {
    const { lines } = await readWhy((machine) => {
      machine.listeners = [aHiddenListener({ address: '0.0.0.0' })];
    });
    expect(lines).toEqual([
      'Port 3000 (TCP) is held by a process of root that is hidden from you.',
      '',
      '  listens on  0.0.0.0:3000 (every interface: others can reach it)',
      '  user        root',
      '',
      "Its user or an administrator can see the process: sudo ss -ltnp 'sport = :3000'",
      '',
      'Can another program listen here?',
      '  Not on 127.0.0.1, 0.0.0.0, where what listens above is in the way (EADDRINUSE). But one can on ::1, ::.',
    ]);
  });

  test('does not say that a starter has ended which is only hidden', async () => {
    const { lines } = await readWhy((machine) => {
      machine.listeners = [aListener()];
      machine.stories.set(4001, { ancestors: [], startedBy: [], isStarterHidden: true });
    });
    expect(lines).toContain('  started by  a process that is hidden from you');
  });

  test('says of a hidden process of this account that the system keeps it closed', async () => {
    const { lines } = await readWhy((machine) => {
      machine.listeners = [aHiddenListener({ user: 'ann' })];
    });
    expect(lines).toContain(
      'It is a process of your own account that the system keeps closed to you, because it has rights of its own (capabilities, another account before) or protects itself.',
    );
    expect(lines).toContain("An administrator can see the process: sudo ss -ltnp 'sport = :3000'");
  });

  test('tell root that a holder who is hidden even so is not of this machine', async () => {
    const { lines } = await readWhy((machine) => {
      machine.listeners = [aHiddenListener({ address: '0.0.0.0' })];
      Object.assign(machine.host.processes, { isPrivileged: true, seesAll: true });
    });
    expect(lines.some((line) => line.includes('sudo'))).toBe(false);
    expect(lines[0]).toBe('Port 3000 (TCP) is held for root, by no process that is shown here.');
    expect(lines).toContain(
      'No process that is shown here holds it: the kernel itself does (WireGuard, NFS, VXLAN and the like), or a process outside what this machine or container shows. Portreeve does not touch it.',
    );
  });

  test('does not tell a root without all rights that it sees everybody', async () => {
    const { lines } = await readWhy((machine) => {
      machine.listeners = [aHiddenListener()];
      Object.assign(machine.host.processes, { isPrivileged: true });
    });
    expect(lines.some((line) => line.includes('sudo'))).toBe(false);
    expect(lines).toContain(
      'Root itself may not look at every process here (a container or a user namespace keeps that right from it), so Portreeve cannot tell who holds it and does not touch it. Root of the machine can see it.',
    );
  });

  test('tell a port that needs rights', async () => {
    const { lines } = await readWhy(
      (machine) => {
        for (const address of ['127.0.0.1', '::1', '0.0.0.0', '::']) {
          machine.refusals.set(address, 'EACCES');
        }
      },
      { protocol: 'tcp', port: 80 },
    );
    expect(lines).toEqual([
      'Port 80 (TCP) is free, but not for your account.',
      'Ports below 1024 need administrator rights. Choose a higher port, or let the service be started by the system.',
      'The system answers a program that tries with EACCES.',
    ]);
  });

  test('tell a UDP port without clients', async () => {
    const { lines } = await readWhy(
      (machine) => {
        machine.listeners = [aListener({ protocol: 'udp', port: 5353 })];
      },
      { protocol: 'udp', port: 5353 },
    );
    expect(lines[0]).toBe('Port 5353 (UDP) is held by node server.js in ~/blog.');
    expect(lines.some((line) => line.includes('clients'))).toBe(false);
  });

  test('are there in Chinese', async () => {
    const { lines } = await readWhy(
      (machine) => {
        machine.listeners = [aListener()];
      },
      undefined,
      'zh-CN',
    );
    expect(lines[0]).toBe('端口 3000（TCP）被 ~/blog 中的 node server.js 占用。');
    expect(lines[2]).toBe('  监听于  127.0.0.1:3000（仅本机）');
  });
});

test('the JSON of why spells out what is not known', async () => {
  const { json } = await readWhy((machine) => {
    machine.listeners = [aHiddenListener()];
    machine.uses = undefined;
    machine.limits = undefined;
  });
  expect(json).toMatchObject({
    state: 'held',
    holders: [
      {
        user: 'root',
        ownerVisibility: 'hidden',
        processes: [],
        kill: { pids: [], refusal: 'hidden-owner' },
      },
    ],
    clients: null,
    connections: null,
    localhost: null,
    limits: null,
    watched: [],
  });
});
