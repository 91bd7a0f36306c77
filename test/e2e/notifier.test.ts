import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBusNotifier } from '../../electron/shell/bus-notifier.ts';
import { eventually } from '../support/eventually.ts';
import { startNotificationDaemon } from '../support/notification-daemon.ts';
import { startSessionBus, type TestBus } from '../support/session-bus.ts';

let bus: TestBus;
beforeAll(async () => {
  bus = await startSessionBus();
});
afterAll(() => bus.stop());

test('a button counts that was pressed before the desktop gave the number', async () => {
  const daemon = await startNotificationDaemon(bus, { pressedAtOnce: 'Kill' });
  const troubles: unknown[] = [];
  const notifier = createBusNotifier({
    bus: bus.connect(),
    iconPath: '',
    toOpenLabel: () => 'Open',
    onTrouble: (error) => troubles.push(error),
  });
  const pressed: string[] = [];
  const toAction = (label: string) => ({ label, run: () => pressed.push(label) });
  void notifier.notify({ title: 'a', body: 'b', actions: [toAction('Ignore'), toAction('Kill')] });
  await eventually(() => pressed[0], 'the press');
  void notifier.notify({ title: 'c', body: 'd', actions: [toAction('Ignore')] });
  const later = await eventually(() => daemon.shown[1], 'the next notification');
  daemon.press(later, 'Ignore');
  await eventually(() => pressed[1], 'the press of the other');
  expect(pressed).toEqual(['Kill', 'Ignore']);
  expect(troubles).toEqual([]);
});
