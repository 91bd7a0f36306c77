import { createApp } from '../../electron/app.ts';
import { createRouter, type RefusalCause } from '../../electron/ipc/router.ts';
import type { CommandName } from '../../shared/contract.ts';
import { aListener, aProbe, aWatchedPort, someSettings } from './builders.ts';
import { createFakeMachine } from './fake-host.ts';

/** The router before an app on a machine in memory; what needs Electron answers and does nothing. */
export async function aRouter() {
  const machine = createFakeMachine(someSettings());
  machine.listeners = [aListener()];
  machine.files.set('/home/ann/shop/.env', 'PORT=3000\n');
  const app = createApp(machine.host);
  await app.start();
  const refused: { cause: RefusalCause; name: string }[] = [];
  const failed: unknown[] = [];
  const router = createRouter(
    {
      ...app.handlers,
      'text.copy': () => Promise.resolve({}),
      'licenses.open': () => Promise.resolve({ kind: 'opened' }),
      'window.open': () => Promise.resolve({}),
      'window.close': () => Promise.resolve({}),
      'process.open-log': () => Promise.resolve({}),
      'listener.open-page': () => Promise.resolve({}),
      'listener.open-folder': () => Promise.resolve({}),
      'project.find-places': () => app.imports.readPlaces('/home/ann/shop'),
      'project.plan-import': () => app.imports.plan('/home/ann/shop'),
      'settings.export': () => Promise.resolve({ kind: 'cancelled' }),
      'settings.plan-import': () => app.transfer.plan('/none'),
      'diagnostics.read': async () => ({
        diagnostics: await app.diagnose({ portreeve: '0' }),
        folder: '/home/ann/.config/Portreeve',
      }),
      'diagnostics.copy': () => Promise.resolve({}),
      'files.open-folder': () => Promise.resolve({}),
      'notification.test': () => Promise.resolve({ kind: 'sent' }),
      'history.export': () => Promise.resolve({ kind: 'cancelled' }),
    },
    {
      refused: (cause, name) => refused.push({ cause, name }),
      failed: (_name, error) => failed.push(error),
    },
  );
  return { router, refused, failed, app, machine };
}

/** One good input for every command; a command without one does not compile. */
export const commandInputs = {
  'snapshot.read': {},
  'owner.plan-kill': { listenerKey: aListener().key, shown: [{ pid: 4001, startToken: '100' }] },
  'owner.kill': { token: 'never-issued', way: 'processes', means: 'graceful' },
  'process.start-again': { id: 'none', place: 'same-port' },
  'process.open-log': { id: 'none' },
  'port.explain': { subject: { kind: 'listener', listenerKey: aListener().key } },
  'listener.open-page': { listenerKey: aListener().key },
  'listener.open-folder': { listenerKey: aListener().key },
  'service.plan-reassign': { watchedPortId: 'web', alsoChange: ['none'] },
  'service.find-mentions': { watchedPortId: 'web' },
  'service.reassign': { token: 'never-issued', restarts: false },
  'service.stop-waiting': { watchedPortId: 'web' },
  'service.undo-reassign': { entryId: 'none' },
  'watched-port.save': { watchedPort: aWatchedPort({ name: 'shop' }) },
  'watched-port.remove': { watchedPortId: 'nobody' },
  'watched-port.accept-owner': { watchedPortId: 'web', shown: [] },
  'watched-port.hold': { watchedPortId: 'web' },
  'watched-port.let-go': { watchedPortId: 'web' },
  'watched-port.mute': { watchedPortId: 'web', period: 'hour' },
  'health.test': { watchedPort: aWatchedPort({ probe: aProbe() }) },
  'health.read-figures': { watchedPortId: 'web' },
  'project.find-places': { watchedPortId: 'web' },
  'project.plan-import': {},
  'project.plan-running': {},
  'project.import': { token: 'never-issued', chosen: [] },
  'preferences.save': { preferences: { intervalMs: 2000 } },
  'config-target.test': {
    target: { kind: 'dotenv', file: '/home/ann/shop/.env', key: 'PORT' },
    port: 3000,
  },
  'settings.export': {},
  'settings.plan-import': {},
  'settings.import': { token: 'never-issued' },
  'diagnostics.read': {},
  'diagnostics.copy': {},
  'files.open-folder': {},
  'settings.undo': { id: 'none' },
  'notification.test': {},
  'watching.pause': { isPaused: false },
  'notice.dismiss': { id: 'none' },
  'history.read': { query: { fromMs: 0, toMs: 1_800_000_000_000, port: 3000 } },
  'history.read-day': {},
  'history.export': { query: { fromMs: 0, toMs: 1 }, format: 'csv' },
  'text.copy': { text: 'kill -TERM 4001' },
  'window.open': { window: 'settings' },
  'window.close': {},
  'licenses.open': {},
} as const satisfies Readonly<Record<CommandName, object>>;
