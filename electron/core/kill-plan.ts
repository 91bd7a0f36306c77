import {
  isSameIdentity,
  type Listener,
  type Owner,
  type ProcessIdentity,
} from '../../shared/listener.ts';
import type { KillPlan, KillRefusal, KillWarning } from '../../shared/kill.ts';
import type { Settings } from '../../shared/settings.ts';
import type { ProcessContext } from './host.ts';
import { toBaseName } from './verdict.ts';

/** Executables that keep the session or the system running: never killed. */
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
  'conmon',
  'containerd-shim',
  'containerd-shim-runc-v1',
  'gvproxy',
  'containerd-shim-runc-v2',
  'containerd',
  'dockerd',
]);

export interface KillCircumstances {
  readonly listener: Listener;
  /** The whole reading, to say what else the processes hold. */
  readonly listeners: readonly Listener[];
  /** By pid; a process without an entry vanished while the plan was made. */
  readonly contexts: ReadonlyMap<number, ProcessContext>;
  /** Connected clients, or undefined when they could not be counted. */
  readonly clients: number | undefined;
  readonly self: ProcessIdentity;
  readonly ancestors: readonly ProcessIdentity[];
  readonly user: string;
  readonly settings: Pick<Settings, 'askBeforeKill' | 'graceMs' | 'protectedProcesses'>;
}

/** Says whom a kill would stop, what else that costs, and whether it is refused altogether. */
export function decideKillPlan(circumstances: KillCircumstances): KillPlan {
  const { listener, settings } = circumstances;
  const targets = sortParentsFirst(listener.owners);
  const refusal = findRefusal(circumstances);
  const warnings = toWarnings(circumstances);
  return {
    listenerKey: listener.key,
    protocol: listener.protocol,
    address: listener.address,
    port: listener.port,
    sockets: listener.sockets,
    targets,
    alsoHolds: circumstances.listeners
      .filter((other) => other.key !== listener.key && sharesOwner(other, targets))
      .map(({ protocol, address, port }) => ({ protocol, address, port })),
    warnings,
    ...(refusal !== undefined && { refusal }),
    asks:
      settings.askBeforeKill === 'always' ||
      (settings.askBeforeKill === 'on-warning' && warnings.length > 0),
    graceMs: settings.graceMs,
  };
}

/** A parent that ends well takes its children along, so it is signalled before them. */
function sortParentsFirst(owners: readonly Owner[]): readonly Owner[] {
  const pids = new Set(owners.map((owner) => owner.identity.pid));
  const isChild = (owner: Owner): boolean =>
    owner.parentPid !== undefined && pids.has(owner.parentPid);
  return owners.toSorted(
    (a, b) => Number(isChild(a)) - Number(isChild(b)) || a.identity.pid - b.identity.pid,
  );
}

function sharesOwner(listener: Listener, owners: readonly Owner[]): boolean {
  return listener.owners.some((one) =>
    owners.some((other) => isSameIdentity(one.identity, other.identity)),
  );
}

function findRefusal(circumstances: KillCircumstances): KillPlan['refusal'] {
  const { listener } = circumstances;
  for (const owner of listener.owners) {
    const reason = toRefusal(owner, circumstances);
    if (reason !== undefined) return { reason, name: owner.name, user: owner.user };
  }
  if (listener.ownerVisibility === 'hidden' || listener.owners.length === 0) {
    return { reason: 'hidden-owner', name: '', user: listener.user };
  }
  return undefined;
}

/** Why this process is never killed, or undefined when it may be. */
function toRefusal(owner: Owner, circumstances: KillCircumstances): KillRefusal | undefined {
  const { self, ancestors, contexts, settings } = circumstances;
  // The short name is the program's own choice; it counts only where the path is hidden.
  const program = owner.executable === undefined ? owner.name : toBaseName(owner.executable);
  if (owner.identity.pid <= 1) return 'init';
  if (owner.identity.pid === self.pid) return 'self';
  if (ancestors.some((ancestor) => ancestor.pid === owner.identity.pid)) return 'ancestor';
  if (contexts.get(owner.identity.pid)?.isKernelThread === true) return 'kernel-thread';
  if (CONTAINER_FORWARDERS.has(program)) return 'container-forwarder';
  if (ESSENTIAL.has(program)) return 'essential';
  const isProtected = settings.protectedProcesses.some(
    (entry) => entry === owner.executable || entry === program || entry === owner.name,
  );
  return isProtected ? 'protected' : undefined;
}

function toWarnings(circumstances: KillCircumstances): readonly KillWarning[] {
  const { listener, contexts, clients, user } = circumstances;
  const warnings: KillWarning[] = [];
  if (listener.owners.length > 1) {
    warnings.push({ kind: 'several-owners', count: listener.owners.length });
  }
  if (clients !== undefined && clients > 0) {
    warnings.push({ kind: 'connected-clients', count: clients });
  }
  for (const stranger of new Set(listener.owners.map((owner) => owner.user))) {
    if (stranger !== user) warnings.push({ kind: 'another-user', user: stranger });
  }
  const supervisors = listener.owners.map((owner) => contexts.get(owner.identity.pid)?.supervisor);
  for (const supervisor of new Set(supervisors)) {
    if (supervisor !== undefined) warnings.push({ kind: 'supervisor', supervisor });
  }
  return warnings;
}
