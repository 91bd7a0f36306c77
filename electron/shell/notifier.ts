import { Notification } from 'electron';

export interface Notice {
  readonly title: string;
  readonly body: string;
  readonly onClick?: () => void;
}

export interface Notifier {
  notify(notice: Notice): void;
}

/** Shows desktop notifications; where the desktop has none, nothing happens. */
export function createNotifier(
  bodyFormat: 'markup' | 'plain',
  onTrouble: (detail: string) => void,
): Notifier {
  // Collected notifications would lose their click, so they are kept until they are closed.
  const shown = new Set<Notification>();
  return {
    notify({ title, body, onClick }) {
      if (!Notification.isSupported()) return;
      const notification = new Notification({
        title,
        body: bodyFormat === 'markup' ? escapeMarkup(body) : body,
        silent: true,
      });
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

/** Linux desktops read the body as markup, and a process name may hold any. */
function escapeMarkup(body: string): string {
  return body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
