import * as fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  parseContainers,
  parseInspection,
  type ListedContainer,
} from '../../../electron/adapters/containers/parse-containers.ts';

const folder = new URL('../../fixtures/containers/', import.meta.url);
const samples = readdirSync(folder).filter((name) => /(?<!\.expected)\.json$/.test(name));
const readText = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

const keySchema = z.array(
  z.object({
    name: z.string(),
    id: z.string(),
    image: z.string(),
    published: z.array(
      z.object({
        protocol: z.string(),
        hostIp: z.string(),
        hostPort: z.number(),
        containerPort: z.number(),
      }),
    ),
    composeProject: z.string().optional(),
    composeService: z.string().optional(),
  }),
);
type Key = z.infer<typeof keySchema>[number];

/** As the answer keys write it: one row a port. */
function toKey({ name, id, image, published, ...rest }: ListedContainer): Key {
  const { composeProject, composeService } = rest;
  return {
    name,
    id,
    image,
    published: published.flatMap(({ protocol, address, publicPort, privatePort, count }) =>
      Array.from({ length: count }, (_, index) => ({
        protocol,
        hostIp: address,
        hostPort: publicPort + index,
        containerPort: privatePort + index,
      })),
    ),
    ...(composeProject !== undefined && { composeProject }),
    ...(composeService !== undefined && { composeService }),
  };
}

const inOrder = (keys: readonly Key[]): readonly Key[] =>
  keys
    .map((key) => ({
      ...key,
      published: key.published.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));

describe('the containers that a real engine lists', () => {
  test('are here in six answers', () => {
    expect(samples).toHaveLength(6);
  });

  test.each(samples)('%s are those of its key', (name) => {
    const key = keySchema.parse(JSON.parse(readText(name.replace('.json', '.expected.json'))));
    expect(inOrder((parseContainers(readText(name)) ?? []).map(toKey))).toEqual(inOrder(key));
  });
});

const ID = 'a'.repeat(64);
const list = (...rows: readonly unknown[]): string => JSON.stringify(rows);
const plain = { Id: ID, Names: ['/web'], Image: 'tiny:1' };

describe('a listed container', () => {
  test('goes by its own name and not by the one that another has for it', () => {
    const [container] = parseContainers(list({ ...plain, Names: ['/web/db', '/db-1'] })) ?? [];
    expect(container?.name).toBe('db-1');
  });

  test('without a name goes by the start of its id', () => {
    const [container] = parseContainers(list({ ...plain, Names: null })) ?? [];
    expect(container?.name).toBe('aaaaaaaaaaaa');
  });

  test('has no text that acts, and none without end', () => {
    const Labels = {
      'com.docker.compose.project': 'shop\u001b[31m\u202e',
      'com.docker.compose.service': 'w'.repeat(100_000),
    };
    const [container] = parseContainers(list({ ...plain, Image: 'a\nb', Labels })) ?? [];
    expect(container).toMatchObject({
      image: 'a\\nb',
      composeProject: 'shop\\x1b[31m\\u202e',
      composeService: `${'w'.repeat(200)}…`,
    });
  });

  test('of podman-compose belongs to its project', () => {
    const Labels = { 'io.podman.compose.project': 'shop', 'com.docker.compose.project': '' };
    const [container] = parseContainers(list({ ...plain, Labels })) ?? [];
    expect(container?.composeProject).toBe('shop');
  });

  test('keeps its good ports beside those that make no sense', () => {
    const Ports = [
      { PrivatePort: 80, PublicPort: 0, Type: 'tcp' },
      { PrivatePort: 80, PublicPort: 65_536, Type: 'tcp' },
      { PrivatePort: 80, PublicPort: 8080, Type: 'sctp' },
      { PrivatePort: 80, Type: 'tcp' },
      null,
      'tcp',
      { IP: null, PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
    ];
    const [container] = parseContainers(list({ ...plain, Ports })) ?? [];
    expect(container?.published).toEqual([
      { protocol: 'tcp', address: '', publicPort: 8080, privatePort: 80, count: 1 },
    ]);
  });

  test('of a pod knows the pod’s name', () => {
    const rows = [{ ...plain, PodName: 'shop' }, { ...plain, PodName: '' }, plain];
    const names = (parseContainers(list(...rows)) ?? []).map(({ podName }) => podName);
    expect(names).toEqual(['shop', undefined, undefined]);
  });

  test('that holds the network of a pod is known by its mark or its name', () => {
    const rows = [
      { ...plain, IsInfra: true },
      { ...plain, Names: ['/0123456789ab-infra'] },
      { ...plain, Names: ['/0123456789ab-infra'], IsInfra: false },
      { ...plain, Names: ['/my-infra'] },
    ];
    const infra = (parseContainers(list(...rows)) ?? []).map(({ isInfra }) => isInfra);
    expect(infra).toEqual([true, true, false, false]);
  });
});

describe('an answer that is no list', () => {
  test.each(['', 'null', '{}', '"[]"', '[', '{"message":"page not found"}', '\u0000'])(
    '%j gives no containers, and not an empty list',
    (text) => {
      expect(parseContainers(text)).toBeUndefined();
    },
  );
});

/** Values of the right names and now and then of the right kinds. */
const anything = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.constant(ID));
const anyPort = fc.record(
  {
    IP: anything,
    PrivatePort: fc.oneof(fc.integer(), anything),
    PublicPort: fc.oneof(fc.integer(), anything),
    Type: fc.constantFrom('tcp', 'udp', 'sctp', 7),
    host_ip: anything,
    host_port: fc.oneof(fc.nat(70_000), anything),
    container_port: fc.oneof(fc.nat(70_000), anything),
    range: fc.oneof(fc.integer(), anything),
    protocol: fc.constantFrom('tcp', 'udp', ''),
  },
  { requiredKeys: [] },
);
const anyRow = fc.record(
  {
    Id: fc.oneof(fc.constant(ID), anything),
    Names: fc.oneof(fc.array(fc.string({ unit: 'binary' })), anything),
    Image: anything,
    Labels: fc.oneof(
      fc.dictionary(fc.constantFrom('com.docker.compose.project', '__proto__'), anything),
      anything,
    ),
    Ports: fc.oneof(fc.array(anyPort), anything),
    IsInfra: anything,
  },
  { requiredKeys: [] },
);

describe('whatever an engine sends', () => {
  test('is read without a throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        expect(() => [parseContainers(text), parseInspection(text)]).not.toThrow();
      }),
    );
  });

  test('gives only containers that can be named and shown', () => {
    fc.assert(
      fc.property(fc.array(anyRow), (rows) => {
        for (const container of parseContainers(JSON.stringify(rows)) ?? []) {
          const { id, name, image, composeProject = '', composeService = '' } = container;
          expect(id).toMatch(/^[0-9a-f]{64}$/);
          expect(name).not.toBe('');
          expect([name, image, composeProject, composeService].join('')).not.toMatch(/\p{Cc}/u);
          for (const { publicPort, privatePort, count } of container.published) {
            expect(Math.min(publicPort, privatePort, count)).toBeGreaterThan(0);
            expect(Math.max(publicPort, privatePort, count)).toBeLessThan(65_536);
          }
        }
      }),
    );
  });

  test('does not hide a good container beside it', () => {
    fc.assert(
      fc.property(fc.array(anyRow), fc.array(anyRow), (before, after) => {
        const good = { ...plain, Id: 'b'.repeat(64) };
        const read = parseContainers(JSON.stringify([...before, good, ...after])) ?? [];
        expect(read.map(({ id }) => id)).toContain(good.Id);
      }),
    );
  });
});

describe('the restart policy', () => {
  test.each([
    ['of a container that always comes back', { RestartPolicy: { Name: 'always' } }, 'always'],
    ['that nobody set', { RestartPolicy: { Name: '', MaximumRetryCount: 0 } }, 'no'],
    ['that is not told', {}, undefined],
    ['that is no text', { RestartPolicy: { Name: 7 } }, undefined],
  ])('%s is read', (_, HostConfig, restartPolicy) => {
    expect(parseInspection(JSON.stringify({ Id: ID, HostConfig }))).toEqual({
      id: ID,
      restartPolicy,
      infraOfPod: undefined,
    });
  });
});

test('only the container that holds a pod together is told to be of it', () => {
  const pod = 'b'.repeat(64);
  const inspect = (more: object): unknown =>
    parseInspection(JSON.stringify({ Id: ID, ...more }))?.infraOfPod;
  expect(inspect({ IsInfra: true, Pod: pod })).toBe(pod);
  expect(inspect({ IsInfra: false, Pod: pod })).toBeUndefined();
  expect(inspect({ IsInfra: true, Pod: '../..' })).toBeUndefined();
  expect(inspect({ Pod: pod })).toBeUndefined();
});
