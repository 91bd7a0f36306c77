import { defineConfig } from 'vite';
import { packagesReport } from './scripts/lib/packages-report.ts';

/** The preload script: one CommonJS file, the only form that a sandboxed window loads. */
export default defineConfig({
  plugins: [packagesReport('preload-packages.json')],
  build: {
    ssr: true,
    target: 'chrome130',
    outDir: 'dist',
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      input: { preload: 'electron/preload.ts' },
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
  ssr: { noExternal: true },
});
