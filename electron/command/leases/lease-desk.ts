import { createLeases, type Leases } from '../../core/leases/leases.ts';
import { readKnownOfPorts } from '../../core/leases/read-known.ts';
import type { Host } from '../../core/host.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../../shared/coordinator.ts';
import { askApp } from '../../core/ask-app.ts';

/**
 * Leases as a command has them: from the app where it runs, which is quicker, and else from the
 * same core over the same book. An app that does not answer holds nobody up: the book is locked
 * whenever it is changed.
 */
export function createLeaseDesk(host: Host): Leases {
  const own = createLeases({
    host,
    readKnown: () => readKnownOfPorts(host),
    async readListeners() {
      const scan = await host.scanner.scanAfresh();
      return scan.kind === 'failed' ? [] : scan.listeners;
    },
  });

  async function ask<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
    alone: () => Promise<RequestOutput<Name>>,
  ): Promise<RequestOutput<Name>> {
    const answer = await askApp(host.coordinator, name, input);
    return answer.kind === 'answered' ? answer.output : alone();
  }

  return {
    grant: (request) => ask('lease.grant', request, () => own.grant(request)),
    release: (request) => ask('lease.release', request, () => own.release(request)),
    async list() {
      const { leases } = await ask('lease.list', {}, async () => ({ leases: await own.list() }));
      return leases;
    },
  };
}
