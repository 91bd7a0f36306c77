import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Builds the windows into dist/renderer, for a page served as app://ui/index.html. */
export default defineConfig({
  root: fileURLToPath(new URL('renderer', import.meta.url)),
  // Relative, so that the page does not care under which origin it is served.
  base: './',
  plugins: [react()],
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
