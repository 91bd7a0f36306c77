import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

const system = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/**
 * The main process and the command, each with all its packages inside, so that the packaged app
 * needs no node_modules but koffi, which is loaded where it is there. Built for the oldest Electron that we run on (33: Node 20.18).
 */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node20.18',
    outDir: 'dist',
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      input: { main: 'electron/main.ts', cli: 'electron/cli.ts' },
      // koffi is native code, which cannot be bundled: electron-builder.yml packs it. The others are
      // optional native helpers of the D-Bus client, for features that are not used here.
      external: [...system, 'koffi', 'usocket', 'x11'],
      output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
    },
  },
  ssr: { noExternal: true },
});
