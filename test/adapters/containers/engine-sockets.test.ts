import { expect, test } from 'vitest';
import { listEngineSockets } from '../../../electron/adapters/containers/engine-sockets.ts';

const homeFolder = '/home/ann';

test('engines are looked for system-wide, for the account, and where desktop engines are', () => {
  const env = { XDG_RUNTIME_DIR: '/run/user/1000' };
  expect(listEngineSockets({ env, homeFolder })).toEqual([
    '/var/run/docker.sock',
    '/run/podman/podman.sock',
    '/run/user/1000/docker.sock',
    '/run/user/1000/podman/podman.sock',
    '/home/ann/.docker/run/docker.sock',
    '/home/ann/.docker/desktop/docker.sock',
    '/home/ann/.orbstack/run/docker.sock',
    '/home/ann/.colima/default/docker.sock',
    '/home/ann/.rd/docker.sock',
  ]);
});

test('the engine that a person chose for Docker’s own tools comes first', () => {
  const env = { DOCKER_HOST: 'unix:///srv/engine.sock' };
  expect(listEngineSockets({ env, homeFolder })[0]).toBe('/srv/engine.sock');
});

test('an engine named twice is asked once', () => {
  const env = { DOCKER_HOST: 'unix:///var/run/docker.sock' };
  expect(listEngineSockets({ env, homeFolder })).toEqual(
    listEngineSockets({ env: {}, homeFolder }),
  );
});

test.each(['tcp://127.0.0.1:2375', 'ssh://build', 'unix://', 'unix://@name', 'unix://a/b', ''])(
  'an engine that is not reached by a file is not asked: %j',
  (DOCKER_HOST) => {
    expect(listEngineSockets({ env: { DOCKER_HOST }, homeFolder })).toEqual(
      listEngineSockets({ env: {}, homeFolder }),
    );
  },
);
