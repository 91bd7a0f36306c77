import { readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { app, protocol, session, type Session, type WebPreferences } from 'electron';
import type { Locale } from '../../shared/locale.ts';

const SCHEME = 'app';
const HOST = 'ui';
const PARTITION = 'portreeve';
/** One of Chromium's network errors. */
const ERR_FILE_NOT_FOUND = -6;

/** Sent as a header, because a page cannot loosen a header. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must run before the app is ready; the sandbox can only be forced then. */
export function secureProcess(traits: { readonly networkService: 'apart' | 'in-process' }): void {
  if (traits.networkService === 'in-process') {
    app.commandLine.appendSwitch('enable-features', 'NetworkServiceInProcess2');
  }
  // Chromium itself has nobody to talk to, so that no name leads anywhere either.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true } },
  ]);
  // Together with --no-sandbox (root in a container) this call loops for ever without a window.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

  app.on('web-contents-created', (_event, contents) => {
    const refuse = (event: { preventDefault(): void }): void => {
      event.preventDefault();
    };
    // The page may load itself again, which is what it offers after a mistake of its own.
    const refuseUnlessReload = (event: { preventDefault(): void; readonly url: string }): void => {
      if (!isOwnPage(event.url) || event.url !== contents.getURL()) event.preventDefault();
    };
    contents.on('will-navigate', refuseUnlessReload);
    contents.on('will-frame-navigate', refuseUnlessReload);
    contents.on('will-redirect', refuse);
    contents.on('will-attach-webview', refuse);
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    // What pages say to each other directly passes by the session, which would have refused it.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  });
}

/** The address of our page showing one view, in the language that it begins with. */
export function toPageUrl(view: string, locale: Locale): string {
  return `${SCHEME}://${HOST}/index.html?view=${encodeURIComponent(view)}&locale=${locale}`;
}

/** Whether this address is a page of ours. */
export function isOwnPage(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol: scheme, host } = new URL(url);
  return scheme === `${SCHEME}:` && host === HOST;
}

/**
 * A session that can reach nothing but the files of `folder`, listed once: what is not in the
 * list does not exist, so no path can lead out of it. Every permission is denied.
 */
export function createPageSession(folder: string): Session {
  const files = new Set(listFiles(folder));
  const pages = session.fromPartition(PARTITION);
  pages.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false);
  });
  pages.setPermissionCheckHandler(() => false);
  pages.setDevicePermissionHandler(() => false);
  pages.on('will-download', (event) => {
    event.preventDefault();
  });
  pages.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !isOwnPage(details.url) && !details.url.startsWith('devtools:') });
  });
  // Electron answers for files before it asks above.
  pages.protocol.handle('file', () => new Response('Not found', { status: 404 }));
  // Not with `handle`, although Electron would rather have that: for its first request Node would
  // load all that `fetch` is made of, for good, 4 MB with a WebAssembly module, to pass on a few
  // files. The one above is never called by our pages.
  pages.protocol.registerFileProtocol(SCHEME, ({ url }, answer) => {
    const { host, pathname } = new URL(url);
    const name = pathname.slice(1);
    if (host !== HOST || !files.has(name)) {
      answer({ error: ERR_FILE_NOT_FOUND });
      return;
    }
    answer({
      path: join(folder, name),
      headers: {
        'content-type': contentTypes[extname(name)] ?? 'application/octet-stream',
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      },
    });
  });
  return pages;
}

/** What every window's page may do: nothing but show, and talk through the preload script. */
export function toWebPreferences(pages: Session, preload: string): WebPreferences {
  return {
    session: pages,
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    devTools: !app.isPackaged,
  };
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
