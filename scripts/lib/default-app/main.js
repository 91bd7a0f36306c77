// The default app of the registry's runtime: what `electron FOLDER` runs. It does what Electron's
// own default app does for a project, and no more. Top-level await holds `ready` back until the
// project's entry has run, so the project sees every event.
import { statSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const usage = 'Usage: electron [-r FILE] [switches] FOLDER_OR_FILE [arguments]';

/** @param {readonly string[]} args */
function parseArguments(args) {
  /** @type {string[]} */
  const preloads = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (argument === '-r' || argument === '--require') {
      index += 1;
      preloads.push(args[index] ?? '');
    } else if (!argument.startsWith('-')) {
      return { preloads, path: resolve(argument) };
    }
  }
  return { preloads, path: undefined };
}

/** @param {string} path a folder with a package.json, or a file */
function findEntry(path) {
  if (!statSync(path).isDirectory()) return path;
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  app.name = manifest.productName ?? manifest.name;
  // Not in Electron's types: its own default app sets the version and the path this way.
  app.setVersion(manifest.version);
  app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`);
  app.setAppPath(path);
  return join(path, manifest.main ?? 'index.js');
}

const { preloads, path } = parseArguments(process.argv.slice(1));
if (path === undefined) {
  console.error(usage);
  app.exit(1);
} else {
  process.defaultApp = true;
  const require = createRequire(join(process.cwd(), 'electron.cjs'));
  for (const file of preloads) require(file);
  try {
    await import(pathToFileURL(findEntry(path)).href);
  } catch (error) {
    console.error(error);
    app.exit(1);
  }
}
