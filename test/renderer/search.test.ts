import { describe, expect, it } from 'vitest';
import { createFindEvidence } from '../../renderer/lists/evidence.ts';
import { toListenerRows } from '../../renderer/lists/listener-rows.ts';
import { filterRows, filterWatched, parseQuery } from '../../renderer/lists/search.ts';
import {
  buildListener,
  buildOwner,
  buildSnapshot,
  buildView,
  buildWatchedPort,
} from './builders.ts';

const rows = toListenerRows([
  buildListener({ port: 3000, owners: [buildOwner({ pid: 77, user: 'ada' })] }),
  buildListener({
    port: 5432,
    protocol: 'udp',
    owners: [buildOwner({ pid: 88, name: 'postgres', command: 'postgres -D main', cwd: '/var' })],
  }),
  buildListener({
    port: 8443,
    owners: [],
    container: {
      engine: 'docker',
      id: 'a'.repeat(12),
      name: 'blog-proxy-1',
      image: 'nginx:1.27',
      composeProject: 'site',
      composeService: 'edge',
    },
  }),
]);

function search(text: string): readonly number[] {
  return filterRows(rows, parseQuery(text)).map((row) => row.port);
}

describe('search', () => {
  it.each([
    ['a port', '3000', [3000]],
    ['a part of a port', '54', [5432]],
    ['the tool behind an interpreter', 'vite', [3000]],
    ['a folder', '/home/ada/shop', [3000, 5432]],
    ['a pid', '88', [5432]],
    ['a user', 'ada', [3000, 5432]],
    ['a protocol', 'UDP', [5432]],
    ['several words in any order', 'main 5432', [5432]],
    ['the name of a container', 'blog-proxy', [8443]],
    ['an image', 'NGINX', [8443]],
    ['a project and service of Compose', 'site/edge', [8443]],
    ['words that no row has together', 'vite 5432', []],
  ])('finds by %s', (_, text, ports) => {
    expect(search(text)).toEqual(ports);
  });

  it('shows everything for blanks', () => {
    expect(search('   ')).toEqual([3000, 5432, 8443]);
  });

  it('finds a watched port by its holder', () => {
    const listener = buildListener();
    const views = [
      buildView(buildWatchedPort(), { kind: 'expected', listenerKeys: [listener.key] }),
      buildView(buildWatchedPort({ port: 6379, name: 'Redis' }), { kind: 'free' }),
    ];
    const find = createFindEvidence(buildSnapshot({ listeners: [listener], watched: views }));
    const found = filterWatched(views, parseQuery('vite'), find);
    expect(found.map((view) => view.watchedPort.port)).toEqual([3000]);
  });
});
