import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { Host } from '../host.ts';
import type { RealPaths } from './verdict.ts';

/** Where the paths in the rules of these watched ports lead, for those that lead elsewhere. */
export async function readRealPaths(
  host: Pick<Host, 'resolvePath'>,
  watchedPorts: readonly WatchedPort[],
): Promise<RealPaths> {
  const realPaths: Record<string, string> = {};
  for (const path of new Set(watchedPorts.flatMap(listRulePaths))) {
    const real = await host.resolvePath(path);
    if (real !== undefined && real !== path) realPaths[path] = real;
  }
  return realPaths;
}

/** A look at another machine may hang, and one into a distribution of WSL would start it. */
function isLocalPath(path: string): boolean {
  return /[\\/]/.test(path) && !path.startsWith('\\\\');
}

/** The absolute paths in the rules of a watched port. */
function listRulePaths({ expectedOwner, acceptedOwners }: WatchedPort): readonly string[] {
  return [expectedOwner, ...acceptedOwners].flatMap((rule) => {
    if (rule.kind === 'project') return [rule.folder];
    return rule.kind === 'executable' && isLocalPath(rule.executable) ? [rule.executable] : [];
  });
}
