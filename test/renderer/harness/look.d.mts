import type { Browser, Page } from 'playwright';

/** The built windows over a fake bridge, in a browser of their own. */
export interface Harness {
  readonly browser: Browser;
  open(
    view: 'popover' | 'settings',
    query: string,
    size: { readonly width: number; readonly height: number },
  ): Promise<Page & { readonly problems: readonly string[] }>;
  close(): Promise<void>;
}

/** Serves the windows in `dist`; fails where there is no Chromium. */
export function startHarness(port: number, dist?: string): Promise<Harness>;
