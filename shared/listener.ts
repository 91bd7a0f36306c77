import { z } from 'zod';
import { containerSchema } from './container.ts';
import { portSchema } from './port.ts';

export const protocolSchema = z.enum(['tcp', 'udp']);
export type Protocol = z.infer<typeof protocolSchema>;

export const familySchema = z.union([z.literal(4), z.literal(6)]);
export type Family = z.infer<typeof familySchema>;

/** Whom a bind address lets in: this machine, everybody, or the network behind one interface. */
export const bindScopeSchema = z.enum(['loopback', 'wildcard', 'interface']);
export type BindScope = z.infer<typeof bindScopeSchema>;

/**
 * A process for as long as it lives. The start token is whatever the system gives that differs
 * between two processes that had the same pid (on Linux: clock ticks since boot); it is compared,
 * never computed with.
 */
export const processIdentitySchema = z
  .strictObject({ pid: z.number().int().positive(), startToken: z.string().max(64) })
  .readonly();
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** A process that holds a listener open, with the facts that were readable. */
export const ownerSchema = z
  .strictObject({
    identity: processIdentitySchema,
    /** The process's own short name; any program may choose it freely. */
    name: z.string(),
    /** The command line, secrets redacted, control characters removed. */
    command: z.string(),
    executable: z.string().optional(),
    /** The working folder. */
    cwd: z.string().optional(),
    /** Where its working folder was that is deleted; what is there now, if anything, is another. */
    deletedCwd: z.string().optional(),
    /** The nearest folder at or above the working folder that holds a project file. */
    project: z.string().optional(),
    /** ISO 8601, from the wall clock; for showing only. */
    startedAt: z.string().optional(),
    /** The operating system's account name, or the number where it has none. */
    user: z.string(),
    parentPid: z.number().int().nonnegative().optional(),
    /**
     * Set for a Linux program in WSL, whose port a process of Windows carries. The identity is that
     * one's, which is never ended; the rest tells of the program.
     */
    carried: z
      .strictObject({
        /** The short name of the process that carries it. */
        by: z.string(),
        distribution: z.string(),
        /** The program's own, in the distribution. */
        pid: z.number().int().positive(),
      })
      .readonly()
      .optional(),
  })
  .readonly();
export type Owner = z.infer<typeof ownerSchema>;

/**
 * A TCP socket in LISTEN or a bound UDP socket. Sockets of one program that share protocol,
 * address, port and user (SO_REUSEPORT groups) are one listener with several sockets; what another
 * program, or one that is hidden, has there is another listener.
 */
export const listenerSchema = z
  .strictObject({
    /** Stable for as long as the same user listens on the same local address. */
    key: z.string(),
    protocol: protocolSchema,
    family: familySchema,
    address: z.string(),
    port: portSchema,
    scope: bindScopeSchema,
    /** Whether an IPv6 socket leaves IPv4 alone; absent where the system does not tell. */
    isV6Only: z.boolean().optional(),
    user: z.string(),
    /** `hidden` when a socket of this listener has no owner that we may see. */
    ownerVisibility: z.enum(['visible', 'hidden']),
    owners: z.array(ownerSchema).readonly(),
    /** The system's names for the sockets (Linux: inodes). */
    sockets: z.array(z.string()).readonly(),
    /** Whose port it is, where it belongs to a container and its engine has told. */
    container: containerSchema.optional(),
  })
  .readonly();
export type Listener = z.infer<typeof listenerSchema>;

export const coverageSchema = z.enum(['complete', 'partial']);

/** The key of a listener; see `listenerSchema`. */
export function toListenerKey(parts: {
  readonly protocol: Protocol;
  readonly family: Family;
  readonly address: string;
  readonly port: number;
  readonly user: string;
}): string {
  return `${parts.protocol}${parts.family}|${parts.address}|${parts.port}|${parts.user}`;
}

/** The key of what another program has on the same place; `socket` is the first of its own. */
export function toSharerKey(key: string, socket: string): string {
  return `${key}|${socket}`;
}

/** The scope of a bind address as the kernel prints it; v4-mapped addresses are judged as v4. */
export function toBindScope(address: string): BindScope {
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  if (plain === '0.0.0.0' || plain === '::') return 'wildcard';
  if (plain === '::1' || plain.startsWith('127.')) return 'loopback';
  return 'interface';
}
