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

export interface Notifier {
  notify(notice: Notice): void;
}
