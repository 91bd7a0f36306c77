import type { Host } from '../../core/host.ts';

/** The same machine, where nothing asks an administrator for a password: agents never make it. */
export function withoutPasswords(host: Host): Host {
  return {
    ...host,
    elevation: { signal: () => Promise.resolve('no-agent') },
    units: {
      ...host.units,
      stop: (unit) =>
        unit.isUserUnit ? host.units.stop(unit) : Promise.resolve('not-permitted' as const),
    },
  };
}
