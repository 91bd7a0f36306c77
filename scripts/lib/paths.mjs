import { join, resolve } from 'node:path';

/** The project folder. */
export const projectFolder = resolve(import.meta.dirname, '../..');

/** What set-up made and can make again; git ignores it. */
export const cacheFolder = join(projectFolder, '.cache');

/** What the build made: the program and its pictures. */
export const distFolder = join(projectFolder, 'dist');

/** @param {string} path inside the project */
export const inProject = (path) => join(projectFolder, path);
