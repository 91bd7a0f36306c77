import { describe, expect, it } from 'vitest';
import { toListenerRows } from '../../renderer/lists/listener-rows.ts';
import { suggestWatches } from '../../renderer/lists/suggest-watches.ts';
import { watchedPortSchema } from '../../shared/watched-port.ts';
import { buildListener, buildOwner, HOME } from './builders.ts';

const inProject = (pid: number, folder: string) =>
  buildOwner({ pid, cwd: `${HOME}/${folder}`, project: `${HOME}/${folder}` });
const { project: _, ...stray } = buildOwner({ pid: 9, name: 'cupsd' });

describe('the suggested ports', () => {
  it('are three ports of three projects, none of them handed out by chance', () => {
    const suggestions = suggestWatches(
      toListenerRows([
        buildListener({ port: 3000, owners: [inProject(1, 'shop')] }),
        buildListener({ port: 3001, owners: [inProject(1, 'shop')] }),
        buildListener({ port: 4000, owners: [inProject(2, 'api')], address: '0.0.0.0' }),
        buildListener({ port: 8000, owners: [inProject(3, 'docs')] }),
        buildListener({ port: 45_123, owners: [inProject(4, 'tests')] }),
        buildListener({ port: 631, owners: [stray] }),
        buildListener({ port: 22, owners: [], user: 'root' }),
        buildListener({ port: 5353, owners: [inProject(5, 'mdns')], protocol: 'udp' }),
        buildListener({ port: 7000, owners: [inProject(6, 'lan')], address: '192.168.1.2' }),
      ]),
    );
    expect(suggestions.map(({ port, name }) => [port, name])).toEqual([
      [3000, 'shop'],
      [4000, 'api'],
      [8000, 'docs'],
    ]);
  });

  it('can be saved as they are', () => {
    const [suggestion] = suggestWatches(toListenerRows([buildListener()]));
    expect(watchedPortSchema.safeParse(suggestion).success).toBe(true);
  });
});
