import { describe, expect, test } from 'vitest';
import {
  chooseContainer,
  type ContainerQuestion,
} from '../../../electron/adapters/containers/choose-container.ts';
import type {
  ListedContainer,
  PublishedPorts,
} from '../../../electron/adapters/containers/parse-containers.ts';

function publish(address: string, more: Partial<PublishedPorts> = {}): PublishedPorts {
  return { protocol: 'tcp', address, publicPort: 8080, privatePort: 80, count: 1, ...more };
}

function contain(
  name: string,
  published: readonly PublishedPorts[],
  more: Partial<ListedContainer> = {},
): ListedContainer {
  return {
    id: Buffer.from(name).toString('hex').padEnd(64, '0'),
    name,
    image: 'tiny:1',
    composeProject: undefined,
    composeService: undefined,
    isInfra: false,
    podName: undefined,
    published,
    ...more,
  };
}

const at = (address: string, more: Partial<ContainerQuestion> = {}): ContainerQuestion => ({
  protocol: 'tcp',
  address,
  port: 8080,
  containerId: undefined,
  ...more,
});

/** The name and the private port, or why there is none. */
function choose(containers: readonly ListedContainer[], question: ContainerQuestion): unknown {
  const choice = chooseContainer(containers, question);
  return typeof choice === 'string' ? choice : [choice.container.name, choice.privatePort];
}

describe('a published port', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '::ffff:127.0.0.1', true],
    ['::1', '::1', true],
    ['0.0.0.0', '0.0.0.0', true],
    // One socket for both families, as older forwarders and rootless ones listen.
    ['0.0.0.0', '::', true],
    ['::', '0.0.0.0', true],
    ['', '0.0.0.0', true],
    ['', '::', true],
    // On Linux no forwarder of a wildcard listens there: it is somebody else.
    ['0.0.0.0', '127.0.0.1', false],
    ['', '127.0.0.1', false],
    ['::', '::1', false],
    ['127.0.0.1', '0.0.0.0', false],
    ['127.0.0.1', '127.0.0.2', false],
    ['127.0.0.1', '::1', false],
  ])('on %j and a listener on %s: %s', (published, address, belongs) => {
    const expected = belongs ? ['web', 80] : 'none';
    expect(choose([contain('web', [publish(published)])], at(address))).toEqual(expected);
  });

  test('of the other protocol is another port', () => {
    const web = contain('web', [publish('0.0.0.0', { protocol: 'udp' })]);
    expect(choose([web], at('0.0.0.0'))).toBe('none');
    expect(choose([web], at('0.0.0.0', { protocol: 'udp' }))).toEqual(['web', 80]);
  });

  test('in a range leads to the port of the same place in the other range', () => {
    const range = contain('range', [publish('', { publicPort: 8078, privatePort: 70, count: 4 })]);
    const ports = [8077, 8078, 8080, 8081, 8082].map((port) => choose([range], at('::', { port })));
    expect(ports).toEqual(['none', ['range', 70], ['range', 72], ['range', 73], 'none']);
  });

  test('on both wildcards leads to the container of its own family', () => {
    const four = contain('four', [publish('0.0.0.0', { privatePort: 4 })]);
    const six = contain('six', [publish('::', { privatePort: 6 })]);
    expect(choose([four, six], at('0.0.0.0'))).toEqual(['four', 4]);
    expect(choose([four, six], at('::'))).toEqual(['six', 6]);
  });
});

describe('a pod', () => {
  const shared = [publish('0.0.0.0')];
  const podName = 'shop';
  const infra = contain('infra', shared, { isInfra: true, podName });
  const web = contain('web', shared, { podName });
  const db = contain('db', shared, { podName });
  const other = contain('other', [publish('0.0.0.0', { publicPort: 9090 })], { podName: 'two' });

  test.each([
    ['one other container', [web, infra]],
    ['several', [web, infra, db]],
    ['none', [infra]],
  ])('with %s is the container that holds the ports', (_, pod) => {
    expect(chooseContainer([...pod, other], at('0.0.0.0'))).toEqual({
      container: infra,
      privatePort: 80,
      members: pod.filter((container) => container !== infra),
    });
  });

  test('is known by the id of that container too', () => {
    expect(chooseContainer([web, infra, other], at('0.0.0.0', { containerId: infra.id }))).toEqual({
      container: infra,
      privatePort: 80,
      members: [web],
    });
  });

  test('of which too little is listed is not guessed at', () => {
    expect(choose([web, db], at('0.0.0.0'))).toBe('ambiguous');
  });
});

describe('a container id', () => {
  const web = contain('web', [publish('127.0.0.1')]);
  const host = contain('host', []);

  test('names the container, whether or not it publishes the port', () => {
    expect(choose([web, host], at('127.0.0.1', { containerId: web.id }))).toEqual(['web', 80]);
    expect(choose([web, host], at('127.0.0.1', { containerId: host.id }))).toEqual([
      'host',
      undefined,
    ]);
  });

  test('may be cut where it stays clear', () => {
    const containerId = host.id.slice(0, 12);
    expect(choose([web, host], at('0.0.0.0', { containerId }))).toEqual(['host', undefined]);
    const twin = { ...host, id: `${containerId}${'f'.repeat(52)}` };
    expect(choose([web, host, twin], at('0.0.0.0', { containerId }))).toBe('ambiguous');
  });

  test('of nobody here is not replaced by who publishes the port', () => {
    expect(choose([web], at('127.0.0.1', { containerId: 'f'.repeat(64) }))).toBe('none');
  });
});
