import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import { listSameService, type WatchedPort } from '../../../shared/watched-port.ts';
import { askApp } from '../../core/ask-app.ts';
import type { Host } from '../../core/host.ts';
import type { CommandCall } from '../call/command-call.ts';
import { EXIT_CODES } from '../call/exit-codes.ts';
import { findByName } from '../kill/kill-target.ts';
import type { RunAsked } from '../arguments/parse-run.ts';
import { findServicePort } from './find-service-port.ts';
import { runProgram } from './run-program.ts';
import { tellReady, type ReadyWatch } from './tell-ready.ts';

const EXIT = EXIT_CODES.run;

/**
 * `portreeve run`: starts a program on the port that is its service's own, once that port can be
 * had, and ends with the program's code.
 */
export async function runService(call: CommandCall, asked: RunAsked, t: Translate) {
  const { host } = call;
  const { settings } = await host.settingsStore.read();
  const named = findByName(asked.name, settings.watchedPorts);
  const [watched] = named;
  const service = watched === undefined ? [] : listSameService(named, watched);
  if (service.length < named.length) {
    const ports = named.map(({ port, protocol }) => `${port} ${protocol}`).join(', ');
    call.complain(t('command.run-ambiguous-name', { name: toSafeText(asked.name), ports }));
    return EXIT.noPort;
  }
  const handedOver: WatchedPort[] = [];
  for (const one of service) {
    const isHeld = settings.heldPorts.includes(one.id);
    if (isHeld && (await takeOver(host, one))) handedOver.push(one);
  }
  try {
    return await runOnPort(call, asked, { service, withinS: settings.startsWithinS }, t);
  } finally {
    for (const one of handedOver) await giveBack(host, one);
  }
}

/** Has the app free the port if it holds it for this service. */
async function takeOver({ coordinator }: Host, { id }: WatchedPort): Promise<boolean> {
  const answer = await askApp(coordinator, 'hold.hand-over', { watchedPortId: id });
  return answer.kind === 'answered' && answer.output.kind === 'handed-over';
}

/** The service has ended, so the app holds its port again. */
async function giveBack({ coordinator }: Host, { id }: WatchedPort): Promise<void> {
  await askApp(coordinator, 'hold.take-back', { watchedPortId: id });
}

async function runOnPort(
  call: CommandCall,
  asked: RunAsked,
  { service, withinS }: { readonly service: readonly WatchedPort[]; readonly withinS: number },
  t: Translate,
): Promise<number> {
  const port = await findServicePort(call, asked, service, t);
  if (port === undefined) return EXIT.noPort;
  call.complain(t('command.run-on', { name: toSafeText(asked.name), port: String(port) }));
  let recorded = Promise.resolve();
  const ready = watchReady(call, { service, port, withinS }, t);
  const end = await runProgram({
    command: toCommand(asked, port),
    env: {
      ...process.env,
      ...(asked.portEnv !== undefined && { [asked.portEnv]: String(port) }),
    },
    onStart: () => {
      recorded = record(call, asked.name, port);
    },
  });
  ready?.stop();
  await recorded;
  if (end.kind === 'ended') return end.code;
  const [program] = asked.command;
  call.complain(t(`command.run-${end.reason}`, { program: toSafeText(program) }));
  return end.reason === 'not-found' ? EXIT.notFound : EXIT.notPermitted;
}

/** Where a probe is set, the person hears when the service answers it. */
function watchReady(
  { host, complain }: CommandCall,
  started: {
    readonly service: readonly WatchedPort[];
    readonly port: number;
    readonly withinS: number;
  },
  t: Translate,
): ReadyWatch | undefined {
  for (const service of started.service) {
    const { probe } = service;
    if (probe === undefined) continue;
    return tellReady(host, { ...started, service: { ...service, probe }, complain }, t);
  }
  return undefined;
}

function toCommand({ command, portFlag }: RunAsked, port: number): readonly [string, ...string[]] {
  if (portFlag === undefined) return command;
  return portFlag.endsWith('=')
    ? [...command, `${portFlag}${port}`]
    : [...command, portFlag, String(port)];
}

async function record(
  { host, keepsHistory }: CommandCall,
  name: string,
  port: number,
): Promise<void> {
  if (!keepsHistory) return;
  const at = new Date(host.clock.wallMs()).toISOString();
  await host.historyStore.append([
    { kind: 'service-started', id: host.createId(), at, name, port },
  ]);
}
