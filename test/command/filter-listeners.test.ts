import { expect, test } from 'vitest';
import { filterListeners, followProject } from '../../electron/command/filter-listeners.ts';
import type { ListFilter } from '../../electron/command/arguments/parse-arguments.ts';
import { aHiddenListener, aListener, anOwner } from '../support/builders.ts';

const vite = anOwner({
  command: 'node /home/ann/shop/node_modules/.bin/vite',
  cwd: '/home/ann/shop/web',
  project: '/home/ann/shop',
});
const listeners = [
  aListener({ port: 3000, owners: [vite] }),
  aListener({ port: 3001, address: '0.0.0.0', owners: [anOwner()] }),
  aListener({ port: 5353, protocol: 'udp', owners: [anOwner({ user: 'avahi' })] }),
  aHiddenListener({ port: 22, address: '::' }),
];
const place = { homeFolder: '/home/ann', cwd: '/home/ann/shop/web' };

test.each<[ListFilter, readonly number[]]>([
  [{}, [3000, 3001, 5353, 22]],
  [{ ports: [{ from: 3000, to: 3999 }] }, [3000, 3001]],
  [
    {
      ports: [
        { from: 22, to: 22 },
        { from: 3001, to: 3001 },
      ],
    },
    [3001, 22],
  ],
  [{ protocol: 'udp' }, [5353]],
  [{ scope: 'wildcard' }, [3001, 22]],
  [{ user: 'root' }, [22]],
  [{ user: 'avahi' }, [5353]],
  [{ name: 'VITE' }, [3000]],
  [{ name: 'node' }, [3000, 3001, 5353]],
  [{ project: 'shop' }, [3000]],
  [{ project: 'sho' }, []],
  [{ project: '~/shop' }, [3000]],
  [{ project: '/home/ann/shop/' }, [3000]],
  [{ project: '.' }, [3000]],
  [{ project: '..' }, [3000]],
  [{ project: '../..' }, [3000, 3001, 5353]],
  [{ project: '../../blog' }, [3001, 5353]],
  [{ project: 'shop', protocol: 'udp' }, []],
])('%j leaves %j', (filter, ports) => {
  expect(filterListeners(listeners, filter, place).map(({ port }) => port)).toEqual(ports);
});

test('the folder of a project is the one that its path really leads to', async () => {
  const resolvePath = (path: string) =>
    Promise.resolve(path === '/home/ann/link' ? '/home/ann/shop' : undefined);
  const follow = (project: string) => followProject({ project }, place, resolvePath);
  expect(await follow('~/link')).toEqual({ project: '/home/ann/shop' });
  expect(await follow('~/none')).toEqual({ project: '~/none' });
  expect(await follow('link')).toEqual({ project: 'link' });
});
