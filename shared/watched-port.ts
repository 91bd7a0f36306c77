import { z } from 'zod';
import { toCanonicalAddress } from './address.ts';
import { configTargetSchema } from './config-target.ts';
import { absolutePathSchema, pathSchema } from './file-path.ts';
import { probeSchema } from './health.ts';
import { protocolSchema } from './listener.ts';
import { portRangeSchema, portSchema } from './port.ts';
import { compileSafely } from './safe-pattern.ts';

const PATTERN_LENGTH_MAX = 200;
const CONTAINER_LENGTH_MAX = 300;
const COMMAND_WORD_LENGTH_MAX = 4096;
const COMMAND_WORDS_MAX = 100;

/**
 * The regular expression a person wrote, or undefined when it does not compile or could take
 * for ever on a command line that another program chose.
 */
export function compilePattern(source: string): RegExp | undefined {
  return compileSafely(source, 'iu');
}

/** Who may hold a watched port. */
export const ownerRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('anybody') }),
  /** An absolute path, or a bare file name that fits any folder. */
  z.strictObject({ kind: z.literal('executable'), executable: pathSchema }),
  z.strictObject({
    kind: z.literal('command'),
    pattern: z
      .string()
      .min(1)
      .max(PATTERN_LENGTH_MAX)
      .refine((source) => compilePattern(source) !== undefined, { message: 'pattern-invalid' }),
  }),
  /** The working folder or project is this folder or lies inside it. */
  z.strictObject({ kind: z.literal('project'), folder: absolutePathSchema }),
  /** A container's name, or `project/service` of Compose, which outlives the container. */
  z.strictObject({
    kind: z.literal('container'),
    name: z.string().trim().min(1).max(CONTAINER_LENGTH_MAX),
  }),
]);
export type OwnerRule = z.infer<typeof ownerRuleSchema>;

/** How another port is chosen for a service whose port is taken. */
export const allocationSchema = z.discriminatedUnion('kind', [
  /** Upward from its own port. */
  z.strictObject({ kind: z.literal('next') }),
  z.strictObject({ kind: z.literal('range'), range: portRangeSchema }),
  z.strictObject({ kind: z.literal('random'), range: portRangeSchema }),
  /** Whatever the system gives. */
  z.strictObject({ kind: z.literal('system') }),
]);
export type Allocation = z.infer<typeof allocationSchema>;

/** A local address to watch: one IP address, or every address of the port. */
export const watchedAddressSchema = z.union([
  z.literal('any'),
  z.ipv4({ message: 'address-invalid' }),
  // The system knows one spelling of an address, so that one is kept.
  z.ipv6({ message: 'address-invalid' }).overwrite(toCanonicalAddress),
]);

/** A program and its arguments, one by one, so that no shell reads them. */
export const commandSchema = z
  .array(
    z
      .string()
      .max(COMMAND_WORD_LENGTH_MAX)
      .refine((word) => !word.includes('\0')),
  )
  .min(1)
  .max(COMMAND_WORDS_MAX)
  .readonly()
  .refine(([program]) => program !== undefined && program.trim() !== '', {
    message: 'command-empty',
  });

export const watchedPortSchema = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
    name: z.string().trim().min(1, { message: 'name-empty' }).max(80),
    port: portSchema,
    protocol: protocolSchema,
    address: watchedAddressSchema,
    expectedOwner: ownerRuleSchema,
    /** Further owners that the person accepted from a conflict. */
    acceptedOwners: z.array(ownerRuleSchema).max(50).readonly(),
    /** Where the service may move, tried in this order. */
    fallbackPorts: z.array(portRangeSchema).max(50).readonly(),
    /** Absent: along `fallbackPorts`, or upward from its own port where there are none. */
    allocation: allocationSchema.optional(),
    /** Every place where its number is written: a move changes all of them or none. */
    configTargets: z.array(configTargetSchema).max(20).readonly(),
    /** Starts the service after a move: a program and its arguments, run in its project folder. */
    restartCommand: commandSchema.optional(),
    /** Squatters that run this are ended without a question: an absolute path or a bare file name. */
    autoKill: z.strictObject({ executable: pathSchema }).readonly().optional(),
    /** How its service is asked whether it does its work; absent: it is not. */
    probe: probeSchema.optional(),
  })
  .readonly()
  .refine(({ protocol, probe }) => probe === undefined || protocol === 'tcp', {
    message: 'probe-needs-tcp',
  });
export type WatchedPort = z.infer<typeof watchedPortSchema>;

/**
 * One service may have its number on TCP and on UDP: two entries with the same name, port and
 * address, which move, run and are held as one. The asked one first, and the other where it is.
 */
export function listSameService(
  watchedPorts: readonly WatchedPort[],
  watched: WatchedPort,
): readonly [WatchedPort, ...WatchedPort[]] {
  const others = watchedPorts.filter(
    ({ name, port, protocol, address }) =>
      name === watched.name &&
      port === watched.port &&
      address === watched.address &&
      protocol !== watched.protocol,
  );
  return [watched, ...others];
}

/** The local addresses of two watched ports collide: same port and protocol, overlapping address. */
export function isSameWatch(
  a: Pick<WatchedPort, 'port' | 'protocol' | 'address'>,
  b: Pick<WatchedPort, 'port' | 'protocol' | 'address'>,
): boolean {
  return a.port === b.port && a.protocol === b.protocol && a.address === b.address;
}
