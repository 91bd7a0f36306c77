import type { Plugin } from 'vite';

/**
 * Tells whose code a bundle takes in, as folders below node_modules, such as
 * `react-aria/node_modules/clsx`: in a file of the output folder that shipped-packages.mjs takes
 * away again.
 */
export function packagesReport(fileName: string): Plugin {
  return {
    name: 'packages-report',
    generateBundle(_options, bundle) {
      const ids = Object.values(bundle).flatMap((output) =>
        output.type === 'chunk' ? output.moduleIds : [],
      );
      const folders = new Set(ids.flatMap((id) => toPackageFolder(id) ?? []));
      const source = JSON.stringify([...folders].toSorted());
      this.emitFile({ type: 'asset', fileName, source });
    },
  };
}

/** Of a module's id: its path, perhaps with a mark in front and a question behind. */
function toPackageFolder(id: string): string | undefined {
  const path = id.replaceAll('\\', '/');
  return /\/node_modules\/((?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/?]+)\//.exec(path)?.[1];
}
