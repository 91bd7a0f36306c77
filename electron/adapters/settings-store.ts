import { lstat, mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock, LoadedSettings, SettingsStore } from '../core/host.ts';
import { defaultSettings, settingsSchema, type Settings } from '../../shared/settings.ts';
import type { Notice } from '../../shared/snapshot.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { readErrorCode } from './errno.ts';
import { toFileStamp } from './file-stamp.ts';
import { createSerial } from './serial.ts';
import { watchOneFile } from './watch-file.ts';
import { formatSettings, readSettingsFile, type SettingsReading } from './settings-file.ts';

export interface SettingsStoreOptions {
  readonly folder: string;
  readonly clock: Pick<Clock, 'wallMs'>;
}

/*
 * settings.json                     the settings
 * settings.json.bak                 the good settings before these
 * settings.json.broken-<time>       a file that could not be read, as it was found
 */

/**
 * Keeps the settings in a folder. A file that cannot be understood is set aside under a name of
 * its own before another takes its place; one that cannot be read, cannot be set aside, or was
 * written by a newer version is never replaced.
 */
export function createSettingsStore({ folder, clock }: SettingsStoreOptions): SettingsStore {
  const serial = createSerial();
  const file = join(folder, 'settings.json');
  const backup = `${file}.bak`;

  // What was loaded instead knows nothing of that file, even when it can be read again later.
  let mustStay = false;

  async function toLoaded(reading: SettingsReading): Promise<LoadedSettings> {
    if (reading.kind === 'good') return { settings: reading.settings, notices: [] };
    if (reading.kind === 'missing') return { settings: defaultSettings, notices: [] };
    if (reading.kind === 'newer') {
      return { settings: defaultSettings, notices: [toNotice('settings-newer', file)] };
    }
    const copy = reading.kind === 'broken' ? await readSettingsFile(backup) : reading;
    const settings = copy.kind === 'good' ? copy.settings : defaultSettings;
    return { settings, notices: [toNotice('settings-unreadable', file)] };
  }

  async function load(): Promise<LoadedSettings> {
    const first = await readSettingsFile(file);
    const keptAs = first.kind === 'broken' ? await setAside(file, clock.wallMs()) : undefined;
    if (keptAs === undefined) {
      // Another process may have set it aside just before us.
      const reading = first.kind === 'broken' ? await readSettingsFile(file) : first;
      mustStay = reading.kind !== 'good' && reading.kind !== 'missing';
      return toLoaded(reading);
    }
    mustStay = false;
    const copy = await readSettingsFile(backup);
    // At once, so that an end of the app before the next save does not lose them.
    if (copy.kind === 'good') await writeFileAtomic(file, copy.bytes, { mode: 0o600 });
    const restoredFrom = copy.kind === 'good' ? 'backup' : 'defaults';
    return {
      settings: copy.kind === 'good' ? copy.settings : defaultSettings,
      notices: [
        { kind: 'settings-set-aside', id: `settings-set-aside ${keptAs}`, keptAs, restoredFrom },
      ],
    };
  }

  async function save(settings: Settings): Promise<Notice | undefined> {
    const bytes = Buffer.from(formatSettings(settingsSchema.parse(settings)), 'utf8');
    const notSaved = toNotice('settings-not-saved', file);
    if (mustStay || !(await makeFolder(folder))) return notSaved;
    const reading = await readSettingsFile(file);
    switch (reading.kind) {
      case 'newer':
      case 'unreadable':
        return notSaved;
      case 'broken':
        if ((await setAside(file, clock.wallMs())) === undefined) return notSaved;
        break;
      case 'good':
        if (bytes.equals(reading.bytes)) return undefined;
        // Without it the settings are still whole, so a failure here stops nothing.
        await writeFileAtomic(backup, reading.bytes, { mode: 0o600 });
        break;
      case 'missing':
        break;
    }
    const result = await writeFileAtomic(file, bytes, { mode: 0o600 });
    return result.kind === 'written' ? undefined : notSaved;
  }

  return {
    load: () => serial(load),
    read: () => serial(async () => toLoaded(await readSettingsFile(file))),
    save: (settings) => serial(() => save(settings)),
    watch: (onChange) => watchOneFile(file, onChange),
  };
}

type FileNoticeKind = 'settings-newer' | 'settings-unreadable' | 'settings-not-saved';

/** The id is the same each time, so that a failure that repeats stays one notice. */
function toNotice(kind: FileNoticeKind, file: string): Notice {
  return { kind, id: kind, file };
}

/** Renames the file and answers with its new name, or undefined when it had to stay. */
async function setAside(file: string, nowMs: number): Promise<string | undefined> {
  try {
    const base = `${basename(file)}.broken-${toFileStamp(nowMs)}`;
    let name = base;
    for (let n = 1; await isTaken(join(dirname(file), name)); n += 1) name = `${base}-${n}`;
    await rename(file, join(dirname(file), name));
    return name;
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return undefined;
  }
}

async function isTaken(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return true;
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return false;
  }
}
