import type { Owner, ProcessIdentity } from '../../../shared/listener.ts';
import type { KillRefusal } from '../../../shared/kill.ts';
import type { Settings } from '../../../shared/settings.ts';
import { isForwarder } from './forwarders.ts';
import type { ProcessContext } from '../host-processes.ts';
import { isKnownAs, toProgramName } from '../program-name.ts';
import { isSamePath } from '../same-path.ts';

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
  // macOS
  'launchd',
  'kernel_task',
  'WindowServer',
  'loginwindow',
  'ControlCenter',
  'Dock',
  'Finder',
  'SystemUIServer',
  'mDNSResponder',
  'configd',
  'opendirectoryd',
  'securityd',
  'rapportd',
]);

/** Ports of macOS's AirPlay Receiver, which is a part of Control Center. */
const AIRPLAY_PORTS: ReadonlySet<number> = new Set([5000, 7000]);
/**
 * The same on Windows, as the system names them, in lower case. Their paths are hidden from most
 * accounts, and on other systems nothing ends like that.
 */
const ESSENTIAL_ON_WINDOWS: ReadonlySet<string> = new Set([
  'csrss.exe',
  'wininit.exe',
  'winlogon.exe',
  'services.exe',
  'lsass.exe',
  'lsaiso.exe',
  'smss.exe',
  'svchost.exe',
  'dwm.exe',
  'explorer.exe',
  'logonui.exe',
  'fontdrvhost.exe',
  'sihost.exe',
  'ctfmon.exe',
  'dllhost.exe',
  'taskhostw.exe',
  'wudfhost.exe',
  'conhost.exe',
  'spoolsv.exe',
  'msmpeng.exe',
  'vmms.exe',
  'vmcompute.exe',
  'sshd.exe',
]);

/** What Windows itself keeps, without a file of its own: the kernel, the registry, memory. */
const WINDOWS_KERNEL: ReadonlySet<string> = new Set([
  'System',
  'Secure System',
  'Registry',
  'Memory Compression',
  'MemCompression',
]);

/** Carries the ports of Linux programs; to end it would cut off every one of them. */
const WSL_RELAYS: ReadonlySet<string> = new Set([
  'wslrelay.exe',
  'wslhost.exe',
  'wslservice.exe',
  'vmmem',
  'vmmemwsl',
  'vmwp.exe',
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
  context: Pick<ProcessContext, 'isKernelThread' | 'isSystemProgram'> | undefined,
  { self, ancestors, protectedProcesses }: NeverKill,
): KillRefusal | undefined {
  const program = toProgramName(owner);
  if (owner.identity.pid <= 1) return 'init';
  if (isWindowsKernel(owner)) return 'windows-kernel';
  if (owner.identity.pid === self.pid) return 'self';
  if (ancestors.some((ancestor) => ancestor.pid === owner.identity.pid)) return 'ancestor';
  if (context?.isKernelThread === true) return 'kernel-thread';
  if (isForwarder(owner)) return 'container-forwarder';
  const image = toImageName(owner);
  if (owner.carried !== undefined || WSL_RELAYS.has(image)) return 'wsl-relay';
  if (ESSENTIAL.has(program) || ESSENTIAL_ON_WINDOWS.has(image)) return 'essential';
  if (context?.isSystemProgram === true) return 'essential';
  return isKept(owner, { protectedProcesses }) ? 'protected' : undefined;
}

/** The file's name as Windows compares it: without regard to case. */
function toImageName({ executable, name }: Owner): string {
  return (executable?.split('\\').at(-1) ?? name).toLowerCase();
}

/** Only what has no path of its own can be the kernel; a program may take its name. */
function isWindowsKernel({ executable, name }: Owner): boolean {
  return executable === undefined && WINDOWS_KERNEL.has(name);
}

/** Whether the person's own list says that the process is not to be ended, in whatever way. */
export function isKept(
  owner: Owner,
  { protectedProcesses }: Pick<Settings, 'protectedProcesses'>,
): boolean {
  const { executable } = owner;
  return protectedProcesses.some(
    (entry) =>
      (executable !== undefined && isSamePath(entry, executable)) || isKnownAs(owner, entry),
  );
}

/** Whether this is the receiver of AirPlay, which macOS starts again, and a setting switches off. */
export function isAirPlayReceiver(owner: Owner, port: number): boolean {
  return AIRPLAY_PORTS.has(port) && toProgramName(owner) === 'ControlCenter';
}

/** Whether the process is a service manager, which may hold a port for a service to come. */
export function isServiceManager(owner: Owner): boolean {
  return owner.identity.pid === 1 || toProgramName(owner) === 'systemd';
}
