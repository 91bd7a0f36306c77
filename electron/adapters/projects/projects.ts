import type { Projects } from '../../core/host-files.ts';

/**
 * Reads what the files of projects say of ports; offers only what the editors can change. Loaded
 * when a person first asks, since the parsers of all formats come with it.
 */
export function createProjects(): Projects {
  return {
    readPlaces: async (folder) => (await import('./read-project.ts')).readPlaces(folder),
    findFolder: async (file) => (await import('./find-folder.ts')).findFolder(file),
    readMentions: async (folder, port, known) =>
      (await import('./read-project.ts')).readMentions(folder, port, known),
  };
}
