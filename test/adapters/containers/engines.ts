import { readFileSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createContainers } from '../../../electron/adapters/containers/containers.ts';
import type { ContainerAnswer, Containers } from '../../../electron/core/host-processes.ts';
import type { Container } from '../../../shared/container.ts';
import {
  openEngineSocket,
  openRawSocket,
  type EnginePlay,
  type EngineSocket,
} from '../../support/engine-socket.ts';
import { makeFolder } from '../surroundings.ts';

/* Engines that a test plays, and the question that it asks them. */

/** Elsewhere engines are not reached by a file. */
export const hasUnixSockets = process.platform !== 'win32';

/** A real engine’s answer. */
export const readSample = (name: string): string =>
  readFileSync(new URL(`../../fixtures/containers/${name}`, import.meta.url), 'utf8');
const DOCKER = readSample('01-docker-20.10-containers.json');
/** The id of the container below. */
export const WEB = '15b6032e9d0b8ddde6f2e571591702679180efe1f7974886f54ffbd09bbf8079';
/** An id that no engine here knows. */
export const GONE = 'f'.repeat(64);

/** What an engine tells of one container. */
export const inspect = (id: string, policy: string): string =>
  JSON.stringify({ Id: id, HostConfig: { RestartPolicy: { Name: policy } } });

/** A Docker engine with several containers. */
export const docker: EnginePlay = {
  answers: {
    'GET /containers/json': [200, DOCKER],
    [`GET /containers/${WEB}/json`]: [200, inspect(WEB, 'always')],
    [`POST /containers/${WEB}/stop?t=2`]: [204, ''],
    [`POST /containers/${WEB}/restart?t=0`]: [204, ''],
  },
};
/** An engine without containers. */
export const empty: EnginePlay = { answers: { 'GET /containers/json': [200, '[]'] } };

/** The container that `question` leads to. */
export const web: Container = {
  engine: 'docker',
  id: WEB,
  name: 'web-1',
  image: 'tiny:1',
  composeProject: 'shop',
  composeService: 'web',
  privatePort: 443,
  restartPolicy: 'always',
};
/** About a port that one of them publishes. */
export const question = {
  protocol: 'tcp',
  address: '127.0.0.1',
  port: 8443,
  containerId: undefined,
} as const;

const keep = async (opening: Promise<EngineSocket>): Promise<EngineSocket> => {
  const socket = await opening;
  onTestFinished(() => socket.close());
  return socket;
};
/** Plays an engine until the test is over. */
export const play = (engine: EnginePlay): Promise<EngineSocket> => keep(openEngineSocket(engine));
/** Plays whatever else may listen there. */
export const playRaw = (onConnection: (socket: Socket) => void): Promise<EngineSocket> =>
  keep(openRawSocket(onConnection));

/** A socket that nobody listens on any more. */
export function leaveSocket(): string {
  const path = join(makeFolder(), 'left.sock');
  writeFileSync(path, '');
  return path;
}

type Question = Parameters<Containers['find']>[0];

/** Long where an answer is expected, so that a busy machine changes nothing. */
export const ASKED_MS = 15_000;
export const SILENT_MS = 300;

/** Asks the engines of these sockets. */
export const find = (
  paths: readonly string[],
  more: Partial<Question> = {},
  answerWithinMs = ASKED_MS,
): Promise<ContainerAnswer> =>
  createContainers({ sockets: paths, answerWithinMs }).find({ ...question, ...more });

/** The answer of engines that cannot tell. */
export const unknown = (reason: string): unknown => ({ kind: 'unknown', reason });
