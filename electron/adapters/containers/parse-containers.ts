import { z } from 'zod';
import { protocolSchema, type Protocol } from '../../../shared/listener.ts';
import { portSchema } from '../../../shared/port.ts';
import { parseJson } from '../../../shared/parse-json.ts';
import { toVisibleText } from '../visible-text.ts';

/*
 * The running containers as engines list them: Docker's GET /containers/json, which Podman answers
 * too, and Podman's own GET /libpod/containers/json, which alone tells whole ranges and pods.
 *
 * {"Id":"15b6…","Names":["/web-1"],"Image":"tiny:1","Labels":{"com.docker.compose.project":"shop"},
 *  "Ports":[{"IP":"127.0.0.1","PrivatePort":443,"PublicPort":8443,"Type":"tcp"},…],…}
 * {"Id":"7e20…","Names":["range"],"IsInfra":false,"Pod":"","Labels":null,
 *  "Ports":[{"host_ip":"","container_port":7000,"host_port":7000,"range":4,"protocol":"tcp"}],…}
 *
 * https://docs.docker.com/reference/api/engine/, https://docs.podman.io/en/latest/_static/api.html
 */

/** Ports in a row of this machine that lead to as many ports in a row of the container. */
export interface PublishedPorts {
  readonly protocol: Protocol;
  /** Empty where the engine does not say: every address. */
  readonly address: string;
  readonly publicPort: number;
  readonly privatePort: number;
  readonly count: number;
}

/** A running container; its texts are safe to show. */
export interface ListedContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly composeProject: string | undefined;
  readonly composeService: string | undefined;
  /** It only holds the network of a Podman pod, the ports included. */
  readonly isInfra: boolean;
  readonly podName: string | undefined;
  readonly published: readonly PublishedPorts[];
}

/** How engines name containers and pods among themselves. */
export const FULL_ID = /^[0-9a-f]{64}$/;

const dockerPortSchema = z
  .object({
    IP: z.string().nullish(),
    PrivatePort: portSchema,
    PublicPort: portSchema,
    Type: protocolSchema,
  })
  .transform(({ IP, PrivatePort, PublicPort, Type }): PublishedPorts => ({
    protocol: Type,
    address: IP ?? '',
    publicPort: PublicPort,
    privatePort: PrivatePort,
    count: 1,
  }));

const podmanPortSchema = z
  .object({
    host_ip: z.string().nullish(),
    container_port: portSchema,
    host_port: portSchema,
    range: z.number().int().min(1).max(65_535).nullish(),
    protocol: protocolSchema,
  })
  .transform(({ host_ip, container_port, host_port, range, protocol }): PublishedPorts => ({
    protocol,
    address: host_ip ?? '',
    publicPort: host_port,
    privatePort: container_port,
    count: range ?? 1,
  }));

const publishedSchema = z.union([dockerPortSchema, podmanPortSchema]);

const rowSchema = z.object({
  Id: z.string().regex(FULL_ID),
  Names: z.array(z.string()).catch([]),
  Image: z.string().catch(''),
  Labels: z.record(z.string(), z.unknown()).catch({}),
  Ports: z.array(z.unknown()).catch([]),
  IsInfra: z.boolean().optional().catch(undefined),
  PodName: z.string().catch(''),
});

/** The containers of a list, without the rows that make no sense; undefined when it is no list. */
export function parseContainers(text: string): readonly ListedContainer[] | undefined {
  const list = z.array(z.unknown()).safeParse(parseJson(text));
  if (!list.success) return undefined;
  return list.data.flatMap((row) => {
    const read = rowSchema.safeParse(row);
    return read.success ? [toContainer(read.data)] : [];
  });
}

/** One container as its engine tells of it in full. */
export interface Inspection {
  readonly id: string;
  /** Whether its engine starts it again, in the engine's words; absent when not told. */
  readonly restartPolicy: string | undefined;
  /** The pod that it holds together, where Podman itself tells. */
  readonly infraOfPod: string | undefined;
}

const inspectionSchema = z.object({
  Id: z.string(),
  IsInfra: z.boolean().optional().catch(undefined),
  Pod: z.string().regex(FULL_ID).optional().catch(undefined),
  HostConfig: z
    .object({ RestartPolicy: z.object({ Name: z.string() }) })
    .optional()
    .catch(undefined),
});

/** What GET /containers/ID/json tells; undefined when that is no container. */
export function parseInspection(text: string): Inspection | undefined {
  const read = inspectionSchema.safeParse(parseJson(text));
  if (!read.success) return undefined;
  const { Id: id, IsInfra: isInfra, Pod: pod, HostConfig } = read.data;
  const policy = HostConfig?.RestartPolicy.Name;
  return {
    id,
    restartPolicy: policy === '' ? 'no' : policy && toShown(policy),
    infraOfPod: isInfra === true ? pod : undefined,
  };
}

function toContainer(row: z.infer<typeof rowSchema>): ListedContainer {
  const name = toName(row.Names);
  const readLabel = (name: string): string | undefined =>
    ['com.docker.compose.', 'io.podman.compose.']
      .map((prefix) => row.Labels[`${prefix}${name}`])
      .filter((label) => typeof label === 'string' && label !== '')
      .map((label) => toShown(String(label)))[0];
  return {
    id: row.Id,
    name: name === undefined ? row.Id.slice(0, 12) : toShown(name),
    image: toShown(row.Image),
    composeProject: readLabel('project'),
    composeService: readLabel('service'),
    // Docker's kind of list does not say; Podman names it after the pod's id.
    isInfra: row.IsInfra ?? /^[0-9a-f]{12}-infra$/.test(name ?? ''),
    podName: row.PodName === '' ? undefined : toShown(row.PodName),
    published: row.Ports.flatMap((port) => {
      const read = publishedSchema.safeParse(port);
      return read.success ? [read.data] : [];
    }),
  };
}

/** Its own name; a further slash marks the name that another container has for it. */
function toName(names: readonly string[]): string | undefined {
  const bare = names.map((name) => name.replace(/^\//, '')).filter((name) => name !== '');
  return bare.find((name) => !name.includes('/')) ?? bare[0];
}

/** Longer than any name of people's; labels may hold whole files. */
const MOST_CHARACTERS = 200;

function toShown(text: string): string {
  const characters = Array.from(text.slice(0, 2 * MOST_CHARACTERS + 1));
  const isLong = characters.length > MOST_CHARACTERS;
  return toVisibleText(characters.slice(0, MOST_CHARACTERS).join('')) + (isLong ? '…' : '');
}
