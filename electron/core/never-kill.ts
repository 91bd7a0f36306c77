import type { Owner, ProcessIdentity } from '../../shared/listener.ts';
import type { KillRefusal } from '../../shared/kill.ts';
import type { Settings } from '../../shared/settings.ts';
import type { ProcessContext } from './host-processes.ts';
import { toBaseName } from './verdict.ts';

/** Programs that keep the session or the system running, by their own file's name. */
const ESSENTIAL: ReadonlySet<string> = new Set([
  'systemd',
  'systemd-logind',
  'systemd-resolved',
  'systemd-networkd',
  'dbus-daemon',
  'dbus-broker',
  'dbus-broker-launch',
  'Xorg',
  'Xwayland',
  'gnome-shell',
  'kwin_wayland',
  'kwin_x11',
  'mutter',
  'sway',
  'plasmashell',
  'xfce4-session',
  'gnome-session-binary',
  'gdm3',
  'gdm',
  'sddm',
  'lightdm',
  'sshd',
  'sshd-session',
  'Xtigervnc',
  'Xvnc',
  'Xvfb',
  'Hyprland',
  'weston',
  'cinnamon',
  'cinnamon-session',
  'mate-session',
  'lxqt-session',
  'ksmserver',
  'greetd',
  'gdm-session-worker',
  'gnome-remote-desktop-daemon',
  'xrdp',
  'xrdp-sesman',
  'NetworkManager',
  'polkitd',
  'pipewire',
  'wpa_supplicant',
]);

/** Programs that only carry a container's port; the container is what must be stopped. */
const CONTAINER_FORWARDERS: ReadonlySet<string> = new Set([
  'docker-proxy',
  'rootlesskit',
  'rootlessport',
  'slirp4netns',
  'pasta',
  'pasta.avx2',
  'conmon',
  'containerd-shim',
  'containerd-shim-runc-v1',
  'containerd-shim-runc-v2',
  'containerd',
  'dockerd',
  'gvproxy',
]);

/** Who may never be signalled, besides what is known by the process alone. */
export interface NeverKill {
  readonly self: ProcessIdentity;
  readonly ancestors: readonly ProcessIdentity[];
  readonly protectedProcesses: Settings['protectedProcesses'];
}

/** Why this process is never signalled, or undefined when it may be. */
export function decideRefusal(
  owner: Owner,
  context: Pick<ProcessContext, 'isKernelThread'> | undefined,
  { self, ancestors, protectedProcesses }: NeverKill,
): KillRefusal | undefined {
  const program = toProgramName(owner);
  if (owner.identity.pid <= 1) return 'init';
  if (owner.identity.pid === self.pid) return 'self';
  if (ancestors.some((ancestor) => ancestor.pid === owner.identity.pid)) return 'ancestor';
  if (context?.isKernelThread === true) return 'kernel-thread';
  if (CONTAINER_FORWARDERS.has(program)) return 'container-forwarder';
  if (ESSENTIAL.has(program)) return 'essential';
  return isKept(owner, { protectedProcesses }) ? 'protected' : undefined;
}

/** Whether the person's own list says that the process is not to be ended, in whatever way. */
export function isKept(
  owner: Owner,
  { protectedProcesses }: Pick<Settings, 'protectedProcesses'>,
): boolean {
  const program = toProgramName(owner);
  return protectedProcesses.some(
    (entry) => entry === owner.executable || entry === program || entry === owner.name,
  );
}

/** Whether the process only carries a container's port. */
export function isForwarder(owner: Owner): boolean {
  return CONTAINER_FORWARDERS.has(toProgramName(owner));
}

/** Whether the process is a service manager, which may hold a port for a service to come. */
export function isServiceManager(owner: Owner): boolean {
  return owner.identity.pid === 1 || toProgramName(owner) === 'systemd';
}

/**
 * The short name is the program's own choice; it counts only where the path is hidden. NixOS puts
 * a script under the program's name, and the program itself beside it as `.name-wrapped`.
 */
function toProgramName(owner: Owner): string {
  const name = owner.executable === undefined ? owner.name : toBaseName(owner.executable);
  return name.replace(/^\.(.+)-wrapped$/, '$1');
}
