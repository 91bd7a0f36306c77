import { join } from 'node:path';
import type { Clock } from '../core/host.ts';
import type { LoadedSettings, SettingsStore } from '../core/host-stores.ts';
import { mergeSettings } from '../../shared/merge-settings.ts';
import {
  defaultSettings,
  firstSettings,
  settingsSchema,
  type Settings,
} from '../../shared/settings.ts';
import type { Notice } from '../../shared/snapshot.ts';
import { writeFileAtomic } from './atomic-file.ts';
import type { CreateFileLock } from './file-lock.ts';
import { createSerial } from './serial.ts';
import { replaceKeeping, setAside, type Replacement } from './set-aside.ts';
import { watchOneFile } from './watch-file.ts';
import {
  formatSettings,
  readOtherSettings,
  readSettingsFile,
  type SettingsReading,
} from './settings-file.ts';

export interface SettingsStoreOptions {
  readonly folder: string;
  readonly clock: Pick<Clock, 'wallMs'>;
  /** Keeps other processes of ours from writing at the same time. */
  readonly createLock: CreateFileLock;
}

/** How often a file that changes under our hands is read anew. */
const TRIES_MAX = 5;

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
export function createSettingsStore({
  folder,
  clock,
  createLock,
}: SettingsStoreOptions): SettingsStore {
  const serial = createSerial();
  const file = join(folder, 'settings.json');
  const backup = `${file}.bak`;
  const lock = createLock('settings.json.lock', [file, backup]);

  // What was loaded instead knows nothing of that file, even when it can be read again later.
  let mustStay = false;

  async function toLoaded(reading: SettingsReading): Promise<LoadedSettings> {
    if (reading.kind === 'good') return { settings: reading.settings, notices: [] };
    if (reading.kind === 'missing') return { settings: firstSettings, notices: [] };
    if (reading.kind === 'newer') {
      return { settings: defaultSettings, notices: [toNotice('settings-newer', file)] };
    }
    const copy = reading.kind === 'broken' ? await readSettingsFile(backup) : reading;
    const settings = copy.kind === 'good' ? copy.settings : defaultSettings;
    return { settings, notices: [toNotice('settings-unreadable', file)] };
  }

  async function load(): Promise<LoadedSettings> {
    if ((await readSettingsFile(file)).kind === 'broken') {
      const mended = await lock.run(mend);
      if (mended.kind === 'done' && mended.result !== undefined) {
        mustStay = false;
        return mended.result;
      }
    }
    const reading = await readSettingsFile(file);
    mustStay = reading.kind !== 'good' && reading.kind !== 'missing';
    return toLoaded(reading);
  }

  /** Undefined when the file is not broken any more, or has to stay as it is. */
  async function mend(): Promise<LoadedSettings | undefined> {
    for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
      const reading = await readSettingsFile(file);
      if (reading.kind !== 'broken') return undefined;
      const copy = await readSettingsFile(backup);
      if (copy.kind !== 'good') {
        const kept = await setAside(file, clock.wallMs());
        return kept && { settings: defaultSettings, notices: [toAside(kept.keptAs, 'defaults')] };
      }
      // At once, so that an end of the app before the next save does not lose them.
      const replaced = await replaceBroken(reading, copy.bytes);
      if (replaced.kind === 'replaced') {
        return { settings: copy.settings, notices: [toAside(replaced.keptAs, 'backup')] };
      }
      if (replaced.kind === 'failed') return undefined;
    }
    return undefined;
  }

  async function replaceBroken(
    { bytes: held }: Extract<SettingsReading, { kind: 'broken' }>,
    bytes: Uint8Array,
  ): Promise<Replacement> {
    if (held !== undefined) return replaceKeeping(file, held, bytes, clock.wallMs());
    const kept = await setAside(file, clock.wallMs());
    if (kept === undefined) return { kind: 'failed' };
    const { kind } = await writeFileAtomic(file, bytes, { mode: 0o600 });
    return kind === 'written' ? { kind: 'replaced', ...kept } : { kind: 'failed' };
  }

  const notSaved = toNotice('settings-not-saved', file);

  async function save(settings: Settings, before?: Settings): Promise<Notice | undefined> {
    const valid = settingsSchema.parse(settings);
    if (mustStay) return notSaved;
    const saved = await lock.run(async () => {
      for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
        const result = await saveOnce(valid, before);
        if (result !== 'changed') return result;
      }
      return notSaved;
    });
    return saved.kind === 'done' ? saved.result : notSaved;
  }

  /** `changed`: somebody who knows no locks wrote the file between the look and the write. */
  async function saveOnce(
    settings: Settings,
    before: Settings | undefined,
  ): Promise<Notice | undefined | 'changed'> {
    const reading = await readSettingsFile(file);
    const merged =
      reading.kind === 'good' && before !== undefined
        ? mergeSettings(before, settings, reading.settings)
        : { settings, leftOut: [] };
    const bytes = Buffer.from(formatSettings(merged.settings), 'utf8');
    const notice = toLeftOutNotice(merged.leftOut);
    switch (reading.kind) {
      case 'newer':
      case 'unreadable':
        return notSaved;
      case 'broken': {
        const { kind } = await replaceBroken(reading, bytes);
        if (kind === 'changed') return 'changed';
        return kind === 'replaced' ? notice : notSaved;
      }
      case 'good':
        if (bytes.equals(reading.bytes)) return notice;
        // Without it the settings are still whole, so a failure here stops nothing.
        await writeFileAtomic(backup, reading.bytes, { mode: 0o600 });
        break;
      case 'missing':
        break;
    }
    const expected = reading.kind === 'good' ? { expected: reading.bytes } : {};
    const result = await writeFileAtomic(file, bytes, { mode: 0o600, ...expected });
    if (result.kind === 'changed') return 'changed';
    return result.kind === 'written' ? notice : notSaved;
  }

  return {
    load: () => serial(load),
    read: () => serial(async () => toLoaded(await readSettingsFile(file))),
    readOther: readOtherSettings,
    save: (settings, before) => serial(() => save(settings, before)),
    watch: (onChange) => watchOneFile(file, onChange),
  };
}

type FileNoticeKind = 'settings-newer' | 'settings-unreadable' | 'settings-not-saved';

/** The id is the same each time, so that a failure that repeats stays one notice. */
function toNotice(kind: FileNoticeKind, file: string): Notice {
  return { kind, id: kind, file };
}

function toAside(keptAs: string, restoredFrom: 'backup' | 'defaults'): Notice {
  return { kind: 'settings-set-aside', id: `settings-set-aside ${keptAs}`, keptAs, restoredFrom };
}

function toLeftOutNotice(leftOut: readonly string[]): Notice | undefined {
  if (leftOut.length === 0) return undefined;
  const kind = 'settings-changed-elsewhere';
  return { kind, id: kind, names: leftOut.filter((name) => name !== '') };
}
