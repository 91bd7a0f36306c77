/** Something to tell, and what can be done about it. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** Shown as buttons where the desktop has them. */
  readonly actions?: readonly NoticeAction[];
  readonly onClick?: () => void;
}

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

/** What became of a notification; `no-server`: this desktop has nothing that would show any. */
export type Delivery = 'sent' | 'no-server' | 'failed';

export interface Notifier {
  /** Shows it; never throws. */
  notify(notice: Notice): Promise<Delivery>;
}
