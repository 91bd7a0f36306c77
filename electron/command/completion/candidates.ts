import { toSafeText } from '../../../shared/messages/safe-text.ts';
import { toTitle } from '../../../shared/titles.ts';
import type { Host } from '../../core/host.ts';
import type { Candidates } from '../arguments/commands.ts';
import { createLeaseDesk } from '../leases/lease-desk.ts';

const TEXT_LENGTH_MAX = 40;
/** The shell picks by what was typed, so what is left out here is never offered. */
const PORTS_MAX = 5000;

/**
 * What a shell may offer: one candidate a line, and after a tab what it is. Empty where nothing can
 * be read, because nobody who presses a key wants to hear why.
 */
export async function listCandidates(host: Host, wanted: Candidates): Promise<readonly string[]> {
  switch (wanted) {
    case 'ports':
      return listPorts(host);
    case 'names':
      return listNames(host);
    case 'leases':
      return listLeased(host);
    case 'services':
      return [...new Set([...(await listNames(host)), ...(await listLeased(host))])];
    case 'targets':
      return [...(await listNames(host)), ...(await listPorts(host))];
  }
}

async function listLeased(host: Host): Promise<readonly string[]> {
  const leases = await createLeaseDesk(host).list();
  return toLines(leases.map(({ name, port }) => [name, String(port)]));
}

async function listNames({ settingsStore }: Pick<Host, 'settingsStore'>) {
  const { settings } = await settingsStore.read();
  return toLines(
    settings.watchedPorts.map(({ name, port, protocol }) => [name, `${port} ${protocol}`]),
  );
}

/** A name with a control character could not be told from the end of its line. */
function toLines(named: readonly (readonly [string, string])[]): readonly string[] {
  const lines = named.filter(([name]) => name === toSafeText(name)).map((line) => line.join('\t'));
  return [...new Set(lines)];
}

async function listPorts({ scanner }: Pick<Host, 'scanner'>) {
  const scan = await scanner.scan();
  if (scan.kind === 'failed') return [];
  const titles = new Map<number, string>();
  for (const { port, owners } of scan.listeners) {
    const [owner] = owners;
    const title = owner === undefined ? '' : toSafeText(toTitle(owner).text, TEXT_LENGTH_MAX);
    if ((titles.get(port) ?? '') === '') titles.set(port, title);
  }
  return [...titles]
    .toSorted(([a], [b]) => a - b)
    .slice(0, PORTS_MAX)
    .map(([port, title]) => (title === '' ? String(port) : `${port}\t${title}`));
}
