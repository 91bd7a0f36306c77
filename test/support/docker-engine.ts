import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { BUSYBOX, startDockerDaemon } from './docker-daemon.ts';
import { eventually } from './eventually.ts';

/** A real Docker engine of the test's own; ends with the test, and takes all along. */
export interface DockerEngine {
  readonly socketPath: string;
  /** Makes and starts a container of a tiny image that has busybox in it; gives its id. */
  run(wish: ContainerWish): Promise<string>;
  /** Takes a container away, whether it runs or not. */
  remove(id: string): Promise<void>;
  /** Resolves when nothing of it runs any more. */
  freeze(): Promise<void>;
  thaw(): void;
  /** Ends the engine as a crash of the machine would; its socket file stays. */
  crash(): Promise<void>;
  /** Ends the engine and all of its containers, and clears up. */
  stop(): Promise<void>;
}

export interface ContainerWish {
  readonly name: string;
  readonly command: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly restartPolicy?: string;
  /** Where its ports are published, e.g. `80/tcp`; without any it shares the machine's network. */
  readonly ports?: Readonly<Record<string, readonly (readonly [address: string, port: number])[]>>;
}

/** The name of the image of every container. */
export const IMAGE = 'portreeve/tiny:1';

const NETWORK = 'lab';
const madeSchema = z.object({ Id: z.string() });

/** Starts an engine; fails with the end of its log where it cannot run containers. */
export async function startDockerEngine(): Promise<DockerEngine> {
  const daemon = await startDockerDaemon();
  const { socketPath, bridge } = daemon;
  const ids: string[] = [];
  const ask = (method: string, path: string, body?: unknown): Promise<string> =>
    askDocker(socketPath, method, path, body);

  async function run(wish: ContainerWish): Promise<string> {
    const made = await ask('POST', `/containers/create?name=${wish.name}`, toConfig(wish));
    const { Id: id } = madeSchema.parse(JSON.parse(made));
    ids.push(id);
    await ask('POST', `/containers/${id}/start`);
    return id;
  }

  async function remove(id: string): Promise<void> {
    await ask('DELETE', `/containers/${id}?force=1`);
  }

  async function stop(): Promise<void> {
    await daemon.kill();
    await daemon.clear(ids);
  }

  const ping = (): Promise<string | undefined> => {
    if (daemon.hasEnded()) throw new Error('dockerd has ended');
    // Not yet.
    return ask('GET', '/_ping').catch(() => undefined);
  };
  try {
    await eventually(ping, 'dockerd to answer', 30_000);
    await ask('POST', '/images/create?fromSrc=-&repo=portreeve/tiny&tag=1', packImage());
    await ask('POST', '/networks/create', {
      Name: NETWORK,
      Driver: 'bridge',
      IPAM: { Config: [{ Subnet: `10.213.${process.pid % 256}.0/28` }] },
      Options: { 'com.docker.network.bridge.name': bridge },
    });
    await remove(await run({ name: 'trial', command: ['true'], ports: {} }));
  } catch (error) {
    const log = daemon.readLog();
    await stop();
    throw new Error(`no Docker engine: ${String(error)}\n${log}`, { cause: error });
  }

  return {
    socketPath,
    run,
    remove,
    async freeze() {
      daemon.signal('SIGSTOP');
      await eventually(() => daemon.isStopped() || undefined, 'the engine to stand still');
    },
    thaw() {
      daemon.signal('SIGCONT');
    },
    crash: daemon.kill,
    stop,
  };
}

/** A tar archive with nothing but busybox. */
function packImage(): Buffer {
  const root = dirname(dirname(BUSYBOX));
  const args = ['-C', root, '-c', join('bin', basename(BUSYBOX))];
  return execFileSync('tar', args, { maxBuffer: 64 * 1024 * 1024 });
}

function toConfig(wish: ContainerWish): unknown {
  const { command, labels = {}, restartPolicy = 'no', ports } = wish;
  const bindings = Object.entries(ports ?? {}).map(([inside, outside]) => [
    inside,
    outside.map(([HostIp, port]) => ({ HostIp, HostPort: String(port) })),
  ]);
  return {
    Image: IMAGE,
    Cmd: ['/bin/busybox', ...command],
    Labels: labels,
    ExposedPorts: Object.fromEntries(Object.keys(ports ?? {}).map((inside) => [inside, {}])),
    HostConfig: {
      NetworkMode: ports === undefined ? 'host' : NETWORK,
      PortBindings: Object.fromEntries(bindings),
      RestartPolicy: { Name: restartPolicy },
    },
  };
}

/** The body of a good answer; any other is an error. */
function askDocker(
  socketPath: string,
  method: string,
  path: string,
  body: unknown,
): Promise<string> {
  const isArchive = Buffer.isBuffer(body);
  const headers = { 'Content-Type': isArchive ? 'application/x-tar' : 'application/json' };
  const options = { socketPath, method, path, headers, agent: false, timeout: 20_000 };
  return new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('error', reject);
      response.on('end', () => {
        if ((response.statusCode ?? 0) < 300) resolve(text);
        else reject(new Error(`${method} ${path}: ${text}`));
      });
    });
    sent.on('timeout', () => {
      sent.destroy(new Error(`${method} ${path}: no answer`));
    });
    sent.on('error', reject);
    sent.end(isArchive ? body : body === undefined ? undefined : JSON.stringify(body));
  });
}
