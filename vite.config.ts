import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { packagesReport } from './scripts/lib/packages-report.ts';

/** React Aria brings its few words in some thirty languages; ours are enough, and English is its default. */
const onlyOurLanguages: Plugin = {
  name: 'only-our-languages',
  enforce: 'pre',
  load(id) {
    const language = /\/react-aria[^?]*\/intl\/.*\/([a-z]{2}-[A-Z]{2})\.m?js$/.exec(id)?.[1];
    const isForeign = language !== undefined && !['en-US', 'zh-CN'].includes(language);
    return isForeign ? 'export default {}' : undefined;
  },
};

/** Builds the windows into dist/renderer, for a page served as app://ui/index.html. */
export default defineConfig({
  root: fileURLToPath(new URL('renderer', import.meta.url)),
  // Relative, so that the page does not care under which origin it is served.
  base: './',
  plugins: [onlyOurLanguages, react(), packagesReport('packages.json')],
  build: {
    outDir: fileURLToPath(new URL('dist/renderer', import.meta.url)),
    emptyOutDir: true,
    // The oldest Electron that must run it is 33, which is Chrome 130.
    target: 'chrome130',
    // The content security policy knows only 'self': nothing is inlined, nothing is fetched.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
});
