import { isAbsolute, join } from 'node:path';

/** What tells where this account's engines listen. */
export interface EngineSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
}

/** Where Docker and Podman listen for this account, whether or not they are installed. */
export function listEngineSockets({ env, homeFolder }: EngineSurroundings): readonly string[] {
  const { DOCKER_HOST: dockerHost, XDG_RUNTIME_DIR: runtimeFolder } = env;
  const chosen = /^unix:\/\/(.+)$/.exec(dockerHost ?? '')?.[1];
  const paths = [
    ...(chosen === undefined ? [] : [chosen]),
    '/var/run/docker.sock',
    '/run/podman/podman.sock',
    ...(runtimeFolder === undefined
      ? []
      : [join(runtimeFolder, 'docker.sock'), join(runtimeFolder, 'podman/podman.sock')]),
    // Docker Desktop, on macOS and on Linux.
    join(homeFolder, '.docker/run/docker.sock'),
    join(homeFolder, '.docker/desktop/docker.sock'),
    // OrbStack, Colima and Rancher Desktop on macOS.
    join(homeFolder, '.orbstack/run/docker.sock'),
    join(homeFolder, '.colima/default/docker.sock'),
    join(homeFolder, '.rd/docker.sock'),
  ];
  return [...new Set(paths.filter((path) => isAbsolute(path)))];
}
