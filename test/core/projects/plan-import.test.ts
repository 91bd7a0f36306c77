import { describe, expect, it } from 'vitest';
import { planImport } from '../../../electron/core/projects/plan-import.ts';
import type { FoundPlace } from '../../../shared/project.ts';
import { aWatchedPort } from '../../support/builders.ts';

function aPlace(facts: Partial<FoundPlace> = {}): FoundPlace {
  const file = `${facts.folder ?? '/shop'}/.env`;
  return {
    target: { kind: 'dotenv', file, key: 'PORT' },
    line: 1,
    text: 'PORT=3000',
    port: 3000,
    protocol: 'tcp',
    name: 'shop',
    folder: '/shop',
    ...facts,
  };
}

function plan(
  places: readonly FoundPlace[],
  watchedPorts: Parameters<typeof planImport>[1]['watchedPorts'] = [],
) {
  let ids = 0;
  return planImport(places, { watchedPorts }, () => `id-${(ids += 1)}`);
}

const inCompose = (facts: Partial<FoundPlace> = {}) =>
  aPlace({
    target: { kind: 'yaml', file: '/shop/compose.yaml', path: ['services', 'web', 'ports', 0] },
    name: 'web',
    container: 'shop/web',
    ...facts,
  });

describe('a folder as it would be watched', () => {
  it('makes one service of all places of one port, for whatever runs in the project', () => {
    const places = [
      aPlace(),
      aPlace({ line: 5, target: { kind: 'pattern', file: '/shop/a', pattern: '(1)' } }),
    ];
    expect(plan(places)).toEqual([
      {
        places,
        watchedPort: {
          id: 'id-1',
          name: 'shop',
          port: 3000,
          protocol: 'tcp',
          address: 'any',
          expectedOwner: { kind: 'project', folder: '/shop' },
          acceptedOwners: [],
          fallbackPorts: [],
          configTargets: places.map(({ target }) => target),
        },
      },
    ]);
  });

  it('expects the container where only Compose names the port', () => {
    expect(plan([inCompose()])[0]?.watchedPort).toMatchObject({
      name: 'web',
      expectedOwner: { kind: 'container', name: 'shop/web' },
    });
    expect(plan([inCompose(), aPlace()])[0]?.watchedPort).toMatchObject({
      name: 'shop',
      expectedOwner: { kind: 'project', folder: '/shop' },
      configTargets: { length: 2 },
    });
  });

  it('gives the port to the project within, and the file of the whole goes along', () => {
    const [service, ...others] = plan([inCompose(), aPlace({ folder: '/shop/web', name: 'web' })]);
    expect(others).toEqual([]);
    expect(service?.watchedPort).toMatchObject({
      expectedOwner: { kind: 'project', folder: '/shop/web' },
      configTargets: { length: 2 },
    });
  });

  it('never changes a project for the sake of its neighbour', () => {
    const [service, ...others] = plan([
      aPlace({ folder: '/shop/api', name: 'api' }),
      aPlace({ folder: '/shop/web', name: 'web' }),
    ]);
    expect(others).toEqual([]);
    expect(service?.watchedPort).toMatchObject({
      name: 'api',
      expectedOwner: { kind: 'project', folder: '/shop/api' },
      configTargets: { length: 1 },
    });
  });

  it('says what is watched already and gives no name twice', () => {
    const watched = [
      aWatchedPort({ port: 3000, name: 'mine' }),
      aWatchedPort({ id: 'b', port: 80, name: 'shop' }),
    ];
    const found = plan(
      [aPlace(), aPlace({ port: 4000 }), aPlace({ port: 53, protocol: 'udp' })],
      watched,
    );
    expect(
      found.map(({ watchedPort, watchedAs }) => [watchedPort.port, watchedPort.name, watchedAs]),
    ).toEqual([
      [53, 'shop 53', undefined],
      [3000, 'shop', 'mine'],
      [4000, 'shop 4000', undefined],
    ]);
  });
});
