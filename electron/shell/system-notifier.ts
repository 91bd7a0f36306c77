import { Notification } from 'electron';
import type { Notifier } from './notifier.ts';

/** Shows notifications in the system's own way; where there is none, nothing happens. */
export function createSystemNotifier(onTrouble: (detail: string) => void): Notifier {
  // Collected notifications would lose their click, so they are kept until they are closed.
  const shown = new Set<Notification>();
  return {
    notify({ title, body, onClick }) {
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body, silent: true });
      const forget = (): void => {
        shown.delete(notification);
      };
      shown.add(notification);
      notification.on('close', forget);
      notification.on('failed', (_event, error) => {
        forget();
        onTrouble(error);
      });
      notification.on('click', () => {
        forget();
        onClick?.();
      });
      notification.show();
    },
  };
}
