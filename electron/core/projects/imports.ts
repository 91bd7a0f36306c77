import type { CommandOutput } from '../../../shared/contract.ts';
import type { Listener } from '../../../shared/listener.ts';
import type { FoundPlace, ImportedPort, ProjectReading } from '../../../shared/project.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { Host } from '../host.ts';
import { createPlanRegistry } from '../plan-registry.ts';
import { findProjectFolder } from '../reassign/mentions.ts';
import { saveWatchedPort } from '../settings-changes.ts';
import type { StateCell } from '../state.ts';
import { planImport } from './plan-import.ts';

/** What the folders of projects have to offer to the settings. */
export interface Imports {
  /** Where the service of a watched port lives, as far as its entry tells. */
  findFolder(watchedPortId: string): Promise<string | undefined>;
  readPlaces(folder: string): Promise<ProjectReading>;
  /** `folder` was picked by the person; a window never names one. */
  plan(folder: string): Promise<CommandOutput<'project.plan-import'>>;
  /** What was read of late: the windows were shown it. */
  listReadings(): readonly ProjectReading[];
  /** The same for what runs now where the files of its project name the port it is on. */
  planRunning(): Promise<CommandOutput<'project.plan-running'>>;
  /** Watches those of a plan that were chosen by their ids: all of them or none. */
  carryOut(token: string, chosen: readonly string[]): CommandOutput<'project.import'>;
}

const READINGS_MAX = 20;
/** Each takes some time to look through. */
const RUNNING_FOLDERS_MAX = 8;

export interface ImportsParts {
  readonly host: Host;
  readonly cell: StateCell;
  readonly changeSettings: (change: (settings: Settings) => Settings) => void;
}

export function createImports({ host, cell, changeSettings }: ImportsParts): Imports {
  const plans = createPlanRegistry<readonly ImportedPort[]>(host.clock, host.createId);
  let readings: readonly ProjectReading[] = [];

  async function readPlaces(folder: string): Promise<ProjectReading> {
    const reading = await host.projects.readPlaces(folder);
    readings = [...readings, reading].slice(-READINGS_MAX);
    return reading;
  }

  return {
    async findFolder(watchedPortId) {
      const { watchedPorts } = cell.get().settings;
      const watched = watchedPorts.find(({ id }) => id === watchedPortId);
      return watched === undefined ? undefined : findProjectFolder(host, watched);
    },
    readPlaces,
    listReadings: () => readings,
    async plan(folder) {
      const reading = await readPlaces(folder);
      if (reading.kind === 'unreadable') return reading;
      const ports = planImport(reading.places, cell.get().settings, host.createId);
      const { isPartial } = reading;
      return { kind: 'planned', token: plans.issue(ports), folder, ports, isPartial };
    },
    async planRunning() {
      const { reading, settings } = cell.get();
      const listeners = reading?.listeners ?? [];
      const folders = [...new Set(listeners.flatMap((listener) => toProject(listener) ?? []))];
      const places: FoundPlace[] = [];
      for (const folder of folders.slice(0, RUNNING_FOLDERS_MAX)) {
        const read = await readPlaces(folder);
        const own = listeners.filter((listener) => toProject(listener) === folder);
        if (read.kind === 'read') places.push(...read.places.filter(isOnPortOf(own)));
      }
      return { ports: planImport(toDistinct(places), settings, host.createId) };
    },
    carryOut(token, chosen) {
      const ports = plans.take(token);
      if (ports === undefined) return { kind: 'token-expired' };
      let next = cell.get().settings;
      for (const { watchedPort } of ports.filter((one) => chosen.includes(one.watchedPort.id))) {
        const saved = saveWatchedPort(next, watchedPort);
        if (saved.kind !== 'saved') return saved;
        next = saved.settings;
      }
      const { watchedPorts } = next;
      changeSettings((settings) => ({ ...settings, watchedPorts }));
      return { kind: 'saved' };
    },
  };
}

function toProject({ owners }: Listener): string | undefined {
  return owners[0]?.project;
}

function isOnPortOf(listeners: readonly Listener[]): (place: FoundPlace) => boolean {
  return ({ port, protocol }) =>
    listeners.some((listener) => listener.port === port && listener.protocol === protocol);
}

/** A project within another one is read with both. */
function toDistinct(places: readonly FoundPlace[]): readonly FoundPlace[] {
  return [...new Map(places.map((place) => [JSON.stringify(place.target), place])).values()];
}
