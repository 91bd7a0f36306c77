import { describe, expect, it } from 'vitest';
import { toFlatRows } from '../../renderer/lists/flat-rows.ts';
import { toListenerGroups, type ListenerGroup } from '../../renderer/lists/listener-groups.ts';
import { toListenerRows } from '../../renderer/lists/listener-rows.ts';
import { buildListener, buildOwner, HOME } from './builders.ts';

const vite = buildOwner({ pid: 1, project: `${HOME}/shop` });
const { project: _, ...postgres } = buildOwner({ pid: 2, name: 'postgres' });

describe('the rows of the list', () => {
  it('join both loopback addresses of one process', () => {
    const rows = toListenerRows([
      buildListener({ owners: [vite] }),
      buildListener({ owners: [vite], address: '::1' }),
    ]);
    expect(rows.map((row) => row.listeners.map(({ address }) => address))).toEqual([
      ['127.0.0.1', '::1'],
    ]);
  });

  it('keep two processes on one port apart', () => {
    const rows = toListenerRows([
      buildListener({ owners: [vite] }),
      buildListener({ owners: [buildOwner({ pid: 3 })], address: '::1' }),
    ]);
    expect(rows).toHaveLength(2);
  });

  it('keep the exposed address apart from the local one', () => {
    const rows = toListenerRows([
      buildListener({ owners: [vite] }),
      buildListener({ owners: [vite], address: '0.0.0.0' }),
    ]);
    expect(rows).toHaveLength(2);
  });

  it('join what forwards both loopback addresses of one container', () => {
    const container = { engine: 'docker', id: 'a'.repeat(12), name: 'db', image: 'pg' } as const;
    const rows = toListenerRows([
      buildListener({ owners: [vite], container }),
      buildListener({ owners: [buildOwner({ pid: 3 })], address: '::1', container }),
    ]);
    expect(rows.map((row) => [row.container?.name, row.owners.length])).toEqual([['db', 2]]);
  });

  it('keep two hidden containers on one port apart', () => {
    const aContainer = (id: string) =>
      ({ engine: 'docker', id: id.repeat(12), name: id, image: 'pg' }) as const;
    const rows = toListenerRows([
      buildListener({ owners: [], container: aContainer('a') }),
      buildListener({ owners: [], address: '::1', container: aContainer('b') }),
    ]);
    expect(rows.map((row) => row.container?.name)).toEqual(['a', 'b']);
  });

  it('show a hidden owner as a row without a program', () => {
    const [row] = toListenerRows([buildListener({ owners: [], user: 'root' })]);
    expect([row?.program, row?.listeners[0].user]).toEqual([undefined, 'root']);
  });
});

const BY_PROJECT = { groupBy: 'project', sortBy: 'port' } as const;

function toShape({ head, rows }: ListenerGroup): readonly [string, readonly number[]] {
  return [head.kind === 'project' ? head.folder : head.kind, rows.map((row) => row.port)];
}

describe('the groups of the list', () => {
  it('are the projects by name, then everything else', () => {
    const groups = toListenerGroups(
      toListenerRows([
        buildListener({ port: 5432, owners: [postgres] }),
        buildListener({ port: 3000, owners: [vite] }),
        buildListener({ port: 22, owners: [], user: 'root' }),
        buildListener({
          port: 4000,
          owners: [buildOwner({ pid: 4, project: `${HOME}/work/api` })],
        }),
      ]),
      BY_PROJECT,
    );
    expect(groups.map(toShape)).toEqual([
      [`${HOME}/work/api`, [4000]],
      [`${HOME}/shop`, [3000]],
      ['others', [22, 5432]],
    ]);
  });

  it('do not count a container to the project that its forwarder was started in', () => {
    const container = { engine: 'docker', id: 'a'.repeat(12), name: 'db', image: 'pg' } as const;
    const groups = toListenerGroups(
      toListenerRows([buildListener({ owners: [vite], container })]),
      BY_PROJECT,
    );
    expect(groups.map(({ head }) => head.kind)).toEqual(['others']);
  });

  it('hide their rows when folded, and show the details of an open row', () => {
    const groups = toListenerGroups(
      toListenerRows([
        buildListener({ port: 3000, owners: [vite] }),
        buildListener({ port: 5432, owners: [postgres] }),
      ]),
      BY_PROJECT,
    );
    const [first, second] = groups;
    const openId = second?.rows[0]?.id;
    const flat = toFlatRows(groups, new Set([first?.id ?? '']), openId);
    expect(flat.map(({ kind }) => kind)).toEqual(['group', 'group', 'listener', 'details']);
  });

  it('are the processes, each with all its ports, where that is chosen', () => {
    const twice = buildOwner({ pid: 7, name: 'caddy', command: 'caddy run' });
    const groups = toListenerGroups(
      toListenerRows([
        buildListener({ port: 443, owners: [twice] }),
        buildListener({ port: 5432, owners: [postgres] }),
        buildListener({ port: 80, owners: [twice] }),
        buildListener({ port: 22, owners: [], user: 'root' }),
      ]),
      { groupBy: 'process', sortBy: 'port' },
    );
    expect(groups.map(toShape)).toEqual([
      ['process', [80, 443]],
      ['process', [5432]],
      ['others', [22]],
    ]);
  });

  it('are none, and have no heading, where that is chosen', () => {
    const groups = toListenerGroups(
      toListenerRows([
        buildListener({ port: 3000, owners: [vite] }),
        buildListener({ port: 22, owners: [], user: 'root' }),
      ]),
      { groupBy: 'none', sortBy: 'port' },
    );
    const flat = toFlatRows(groups, new Set([groups[0]?.id ?? '']), undefined);
    expect(flat.map((row) => row.kind === 'listener' && row.row.port)).toEqual([22, 3000]);
  });

  it.each([
    ['port', [22, 3000, 5432]],
    ['name', [5432, 3000, 22]],
    ['newest', [5432, 3000, 22]],
  ] as const)('are sorted by %s inside', (sortBy, ports) => {
    const rows = toListenerRows([
      buildListener({ port: 22, owners: [], user: 'root' }),
      buildListener({ port: 3000, owners: [vite] }),
      buildListener({
        port: 5432,
        owners: [
          buildOwner({
            pid: 9,
            name: 'etcd',
            command: 'etcd',
            startedAt: '2026-03-03T10:00:00.000Z',
          }),
        ],
      }),
    ]);
    const [group] = toListenerGroups(rows, { groupBy: 'none', sortBy });
    expect(group?.rows.map((row) => row.port)).toEqual(ports);
  });
});
