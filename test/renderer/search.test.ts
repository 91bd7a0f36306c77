import { describe, expect, it } from 'vitest';
import { createFindEvidence } from '../../renderer/lists/evidence.ts';
import { toListenerRows } from '../../renderer/lists/listener-rows.ts';
import { parseQuery } from '../../renderer/lists/parse-query.ts';
import { filterRows, filterWatched } from '../../renderer/lists/search.ts';
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
    ['a port and no part of one', 'port:300', []],
    ['one port', 'port:3000', [3000]],
    ['a range of ports', 'port:3000-5432', [3000, 5432]],
    ['a range without an end', 'port:5000-', [5432, 8443]],
    ['a range without a beginning', 'port:-3000', [3000]],
    ['several ports', 'port:3000,8443', [3000, 8443]],
    ['what is no port', 'port:http', []],
    ['one pid', 'pid:88', [5432]],
    ['a user alone', 'user:ada', [3000, 5432]],
    ['a user whatever the case', 'USER:ADA', [3000, 5432]],
    ['a project', 'project:shop', [3000, 5432]],
    ['a project of Compose', 'project:site', [8443]],
    ['a name alone', 'name:postgres', [5432]],
    ['what a name is not', 'name:main', []],
    ['the tool as a name', 'name:vite', [3000]],
    ['filters and words together', 'port:3000-9000 proxy', [8443]],
    ['words in quotes', '"-D main"', [5432]],
    ['a filter in quotes', 'project:"/home/ada/shop"', [3000, 5432]],
    ['a Chinese colon', 'port：3000', [3000]],
    ['an address with colons', '::1', []],
    ['a colon that names no filter', 'nginx:1', [8443]],
  ])('finds by %s', (_, text, ports) => {
    expect(search(text)).toEqual(ports);
  });

  it.each(['   ', 'port:', 'user: '])('shows everything for %j', (text) => {
    expect(search(text)).toEqual([3000, 5432, 8443]);
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
