import {
  defaultSettings,
  SETTINGS_VERSION,
  settingsSchema,
  type Settings,
} from '../../shared/settings.ts';
import { parseJson } from '../../shared/parse-json.ts';
import type { OtherSettings } from '../core/host-stores.ts';
import { decodeUtf8, readRegularFile } from './regular-file.ts';
import { upgradeSettings } from './upgrade.ts';

/** What a settings file turned out to be. Only `missing`, `good` and an own `broken` one may be replaced. */
export type SettingsReading =
  | { readonly kind: 'good'; readonly settings: Settings; readonly bytes: Uint8Array }
  /** Without bytes where it is no file, or too large a one. */
  | { readonly kind: 'broken'; readonly bytes?: Uint8Array }
  | { readonly kind: 'missing' | 'newer' | 'unreadable' };

type Parsed =
  | { readonly kind: 'good'; readonly settings: Settings }
  | { readonly kind: 'newer' }
  /** `at` names the first wrong value; absent where the text is no JSON object. */
  | { readonly kind: 'broken'; readonly at?: string };

const SIZE_MAX = 4 * 1024 * 1024;

/** Reads and judges a settings file; never throws for what is in it or in its place. */
export async function readSettingsFile(path: string): Promise<SettingsReading> {
  const file = await readRegularFile(path, SIZE_MAX);
  if (file.kind === 'missing' || file.kind === 'unreadable') return { kind: file.kind };
  if (file.kind !== 'read') return { kind: 'broken' };
  const parsed = parseSettings(decodeUtf8(file.bytes) ?? '');
  if (parsed.kind === 'good') return { ...parsed, bytes: file.bytes };
  return parsed.kind === 'newer' ? parsed : { kind: 'broken', bytes: file.bytes };
}

/** Reads settings that somebody else wrote, and says what is wrong with them. */
export async function readOtherSettings(path: string): Promise<OtherSettings> {
  const file = await readRegularFile(path, SIZE_MAX);
  if (file.kind === 'not-regular') return { kind: 'not-a-file' };
  if (file.kind !== 'read') return { kind: file.kind };
  const parsed = parseSettings(decodeUtf8(file.bytes) ?? '');
  if (parsed.kind !== 'broken') return parsed;
  return parsed.at === undefined ? { kind: 'not-json' } : { kind: 'invalid', at: parsed.at };
}

/** The text that `parseSettings` reads back as the same settings. */
export function formatSettings(settings: Settings): string {
  return `${JSON.stringify(settings, undefined, 2)}\n`;
}

/**
 * Reads settings as JSON. A key that an older build did not know gets its default; an older shape is brought into today's; a key that
 * nobody knows is left out; a wrong value makes the text broken.
 */
export function parseSettings(text: string): Parsed {
  const json = parseJson(text.replace(/^\uFEFF/, ''));
  if (!isRecord(json)) return { kind: 'broken' };
  const { version } = json;
  if (typeof version !== 'number' || !Number.isInteger(version)) {
    return { kind: 'broken', at: 'version' };
  }
  if (version > SETTINGS_VERSION) return { kind: 'newer' };

  const candidate: unknown = { ...defaultSettings, ...upgradeSettings(json) };
  const first = settingsSchema.safeParse(candidate);
  if (first.success) return { kind: 'good', settings: first.data };
  for (const issue of first.error.issues) {
    if (issue.code !== 'unrecognized_keys') return toBroken(issue.path);
    removeKeys(candidate, issue.path, issue.keys);
  }
  const second = settingsSchema.safeParse(candidate);
  return second.success
    ? { kind: 'good', settings: second.data }
    : toBroken(second.error.issues[0]?.path ?? []);
}

/** Written as a person would look for it: `watchedPorts[3].port`. */
function toBroken(path: readonly PropertyKey[]): Parsed {
  const at = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return { kind: 'broken', at: at.join('').replace(/^\./, '') };
}

function removeKeys(root: unknown, path: readonly PropertyKey[], keys: readonly string[]): void {
  let holder = root;
  for (const step of path) holder = isRecord(holder) ? holder[String(step)] : undefined;
  if (!isRecord(holder)) return;
  for (const key of keys) delete holder[key];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
