import { builtinModules } from 'node:module';
import { defineConfig, type Plugin } from 'vite';
import { packagesReport } from './scripts/lib/packages-report.ts';

const system = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** The D-Bus client describes programs to each other with it; here none asks, and none is asked. */
const withoutXml: Plugin = {
  name: 'without-xml',
  enforce: 'pre',
  resolveId: (id) => (id === 'xml2js' ? '\0xml2js' : undefined),
  load: (id) =>
    id === '\0xml2js' ? `export class Builder { buildObject = () => '<node/>' }` : undefined,
};

/**
 * The main process and the command, each with all its packages inside, so that the packaged app
 * needs no node_modules but koffi, which is loaded where it is there. Built for the oldest Electron that we run on (33: Node 20.18).
 */
export default defineConfig({
  plugins: [withoutXml, packagesReport('main-packages.json')],
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
      output: {
        format: 'esm',
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name].js',
        // The engine keeps every source in memory, at two bytes a letter if one is not Latin. Names
        // stay, for the traces in the log.
        minify: {
          compress: false,
          mangle: false,
          codegen: { removeWhitespace: true, asciiOnly: true },
        },
      },
    },
  },
  ssr: { noExternal: true },
});
