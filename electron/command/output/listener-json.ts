import type { Listener, Owner } from '../../../shared/listener.ts';
import { toTitle } from '../../../shared/titles.ts';

/** A listener as every command prints it; see the README for the shape. */
export function toListenerJson(listener: Listener) {
  const { protocol, family, address, port, scope, user, ownerVisibility } = listener;
  return {
    protocol,
    family,
    address,
    port,
    scope,
    user,
    ownerVisibility,
    owners: listener.owners.map(toOwnerJson),
    container: listener.container ?? null,
  };
}

export function toOwnerJson(owner: Owner) {
  const { identity, name, command, executable, cwd, project, startedAt, carried } = owner;
  return {
    pid: identity.pid,
    name,
    title: toTitle(owner).text,
    command,
    // Spelled out, so that a field that could not be read is there and says so.
    executable: executable ?? null,
    cwd: cwd ?? null,
    project: project ?? null,
    startedAt: startedAt ?? null,
    // A matter of Windows alone, where the pid is that of the process that carries it.
    ...(carried !== undefined && { wsl: { ...carried } }),
  };
}
