import { describe, expect, it } from 'vitest';
import type { ImportedPort } from '../../shared/project.ts';
import { toMachineGroups } from '../../renderer/welcome/machine-groups.ts';
import { addWritten, listWritten, type Suggestion } from '../../renderer/welcome/suggestions.ts';
import { watchAll } from '../../renderer/welcome/watch-all.ts';
import { buildListener, buildOwner, buildWatchedPort } from './builders.ts';

const written = (port: number, id: string, watchedAs?: string): ImportedPort => ({
  watchedPort: buildWatchedPort({ id, port }),
  places: [
    {
      target: { kind: 'dotenv', file: '/shop/.env', key: 'PORT' },
      line: 1,
      text: `PORT=${port}`,
      port,
      protocol: 'tcp',
      name: 'shop',
      folder: '/shop',
    },
  ],
  ...(watchedAs !== undefined && { watchedAs }),
});
const guess = (port: number, id: string): Suggestion => ({
  watchedPort: buildWatchedPort({ id, port }),
  places: [],
});

describe('what could be watched', () => {
  it('is each port once, and what files say replaces a guess', () => {
    const all = addWritten(
      [guess(3000, 'a'), guess(9229, 'b')],
      [written(3000, 'c'), written(80, 'd')],
    );
    expect(all.map(({ watchedPort }) => watchedPort.id)).toEqual(['d', 'c', 'b']);
    expect(listWritten(all)).toEqual(['d', 'c']);
    expect(addWritten(all, [written(3000, 'e')])).toEqual(all);
  });

  it('leaves out what is watched already', () => {
    expect(addWritten([], [written(3000, 'a', 'shop')])).toEqual([]);
  });
});

describe('what is on the machine', () => {
  it('stands in groups that a person has words for', () => {
    const { project: _, ...rest } = buildOwner({
      pid: 7,
      name: 'postgres',
      command: 'postgres -D main',
    });
    const postgres = { ...rest, executable: '/usr/lib/postgresql/15/bin/postgres' };
    const other = { ...rest, name: 'spotify', command: 'spotify', executable: '/usr/bin/spotify' };
    const groups = toMachineGroups([
      buildListener({ port: 57_621, owners: [other] }),
      buildListener({ port: 5432, owners: [postgres] }),
      buildListener({ port: 631, owners: [], ownerVisibility: 'hidden' }),
      buildListener({ port: 3000, owners: [buildOwner({ pid: 8, project: '/home/ann/shop' })] }),
    ]);
    expect(groups.map(({ id, rows }) => [id, rows.map(({ port }) => port)])).toEqual([
      ['projects', [3000]],
      ['services', [5432]],
      ['programs', [57_621]],
      ['hidden', [631]],
    ]);
  });
});

describe('what was ticked', () => {
  const ports = [buildWatchedPort({ id: 'a' }), buildWatchedPort({ id: 'b', port: 3001 })];

  it('is watched, and a port that another entry watches needs no second one', async () => {
    const saved: string[] = [];
    const obstacle = await watchAll(ports, ({ id }) => {
      saved.push(id);
      return Promise.resolve(
        id === 'a' ? { kind: 'watched-twice', name: 'web' } : { kind: 'saved' },
      );
    });
    expect([obstacle, saved]).toEqual([undefined, ['a', 'b']]);
  });

  it.each(['declined', 'too-many'] as const)('and was %s is told, and ends it', async (kind) => {
    let asked = 0;
    const obstacle = await watchAll(ports, () => {
      asked += 1;
      return Promise.resolve({ kind });
    });
    expect([obstacle, asked]).toEqual([kind, 1]);
  });
});
