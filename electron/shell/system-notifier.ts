import { Notification } from 'electron';
import type { Delivery, Notice, Notifier } from './notifier.ts';

/** A system that has said nothing by then will say nothing. */
const ANSWER_WITHIN_MS = 5000;

/** Shows notifications in the system's own way. */
export function createSystemNotifier(onTrouble: (detail: string) => void): Notifier {
  // Collected notifications would lose their click, so they are kept until they are closed.
  const shown = new Set<Notification>();

  function show({ title, body, onClick }: Notice): Promise<Delivery> {
    const notification = new Notification({ title, body, silent: true });
    const forget = (): void => {
      shown.delete(notification);
    };
    shown.add(notification);
    notification.on('close', forget);
    notification.on('click', () => {
      forget();
      onClick?.();
    });
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve('failed');
      }, ANSWER_WITHIN_MS);
      const answer = (delivery: Delivery): void => {
        clearTimeout(timer);
        resolve(delivery);
      };
      notification.on('show', () => {
        answer('sent');
      });
      notification.on('failed', (_event, error) => {
        forget();
        onTrouble(error);
        answer('failed');
      });
      notification.show();
    });
  }

  return {
    notify: (notice) => (Notification.isSupported() ? show(notice) : Promise.resolve('no-server')),
  };
}
