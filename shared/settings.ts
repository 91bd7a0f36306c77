import { z } from 'zod';
import { FURTHER_NOTICE } from './mute.ts';
import { defaultQuietHours, quietHoursSchema } from './quiet-hours.ts';
import { isSameWatch, watchedPortSchema, type WatchedPort } from './watched-port.ts';

/** Raised when a settings file of an older shape must be converted before it is read. */
export const SETTINGS_VERSION = 2;

export const askBeforeKillSchema = z.enum(['on-warning', 'always', 'never']);

export const languageSchema = z.enum(['system', 'en', 'zh-CN']);
export const themeSchema = z.enum(['system', 'light', 'dark']);
export const densitySchema = z.enum(['comfortable', 'compact']);
export type Density = z.infer<typeof densitySchema>;

export const sortBySchema = z.enum(['port', 'name', 'newest']);
export type SortBy = z.infer<typeof sortBySchema>;

export const groupBySchema = z.enum(['project', 'process', 'none']);
export type GroupBy = z.infer<typeof groupBySchema>;

/** How the popover lists what listens. */
export const listingSchema = z
  .strictObject({
    sortBy: sortBySchema,
    groupBy: groupBySchema,
    /** Sections and groups that the person folded, by the ids that the windows give them. */
    folded: z.array(z.string().max(4200)).max(500).readonly(),
  })
  .readonly();
export type Listing = z.infer<typeof listingSchema>;

const defaultListing: Listing = { sortBy: 'port', groupBy: 'project', folded: [] };

/** In the desktop's own pixels. */
export const windowSizeSchema = z
  .strictObject({
    width: z.number().int().min(320).max(8000),
    height: z.number().int().min(320).max(8000),
  })
  .readonly();
export type WindowSize = z.infer<typeof windowSizeSchema>;

/** Until when (ISO 8601, or `further-notice`) a watched port's conflicts are shown but not told. */
export const muteSchema = z
  .strictObject({
    watchedPortId: z.string().max(64),
    until: z.union([z.iso.datetime(), z.literal(FURTHER_NOTICE)]),
  })
  .readonly();

export type Mute = z.infer<typeof muteSchema>;

export const settingsSchema = z
  .strictObject({
    version: z.literal(SETTINGS_VERSION),
    watchedPorts: z
      .array(watchedPortSchema)
      .max(1000)
      .readonly()
      .refine((ports) => findDuplicate(ports) === undefined, { message: 'watched-twice' }),
    mutes: z.array(muteSchema).max(1000).readonly(),
    /** The ids of the watched ports that the app itself keeps bound for their services. */
    heldPorts: z.array(z.string().max(64)).max(1000).readonly().default([]),
    /** Between two scans, in milliseconds. */
    intervalMs: z.number().int().min(500).max(60_000),
    isPaused: z.boolean(),
    launchAtLogin: z.boolean(),
    notifyConflicts: z.boolean(),
    quietHours: quietHoursSchema.default(defaultQuietHours),
    askBeforeKill: askBeforeKillSchema,
    /** How long a process may take to obey a graceful kill, in milliseconds. */
    graceMs: z.number().int().min(1000).max(60_000),
    /** Whether who outlives that is killed by force without another question. */
    forceAfterGrace: z.boolean().default(false),
    /** How long a moved service may take to listen on its new port, in seconds. */
    startsWithinS: z.number().int().min(1).max(300).default(15),
    /** Whether it is recorded who held which port. Conflicts, kills and moves always are. */
    recordOccupancies: z.boolean().default(true),
    /** How long history is kept. */
    historyDays: z.number().int().min(1).max(3650).default(90),
    /** How large its file may become. */
    historyMegabytes: z.number().int().min(1).max(1000).default(100),
    /** Names or paths of executables that are never killed. */
    protectedProcesses: z.array(z.string().trim().min(1).max(4096)).max(200).readonly(),
    language: languageSchema,
    theme: themeSchema,
    density: densitySchema.default('comfortable'),
    listing: listingSchema.default(defaultListing),
    /** The popover stays when something else is clicked, like any other window. */
    isPinned: z.boolean().default(false),
    /** The window of the first start was opened; only where nothing was ever kept it was not. */
    isWelcomed: z.boolean().default(true),
    /** The size that the person gave the popover; absent until then. */
    popoverSize: windowSizeSchema.optional(),
  })
  .readonly();
export type Settings = z.infer<typeof settingsSchema>;

/** What a new installation starts with. */
export const defaultSettings: Settings = {
  version: SETTINGS_VERSION,
  watchedPorts: [],
  mutes: [],
  heldPorts: [],
  intervalMs: 1500,
  isPaused: false,
  launchAtLogin: false,
  notifyConflicts: true,
  quietHours: defaultQuietHours,
  askBeforeKill: 'on-warning',
  graceMs: 5000,
  forceAfterGrace: false,
  startsWithinS: 15,
  recordOccupancies: true,
  historyDays: 90,
  historyMegabytes: 100,
  protectedProcesses: [],
  language: 'system',
  theme: 'system',
  density: 'comfortable',
  listing: defaultListing,
  isPinned: false,
  isWelcomed: true,
};

/** The same before its first start. */
export const firstSettings: Settings = { ...defaultSettings, isWelcomed: false };

/** The settings that a person changes one by one; watched ports have commands of their own. */
export const preferencesSchema = settingsSchema
  .unwrap()
  .omit({
    version: true,
    watchedPorts: true,
    mutes: true,
    heldPorts: true,
    isPaused: true,
    isWelcomed: true,
    popoverSize: true,
  })
  // A default would set what the person did not mention.
  .extend({
    forceAfterGrace: z.boolean(),
    startsWithinS: settingsSchema.unwrap().shape.startsWithinS.unwrap(),
    density: densitySchema,
    listing: listingSchema,
    isPinned: z.boolean(),
    quietHours: quietHoursSchema,
    recordOccupancies: z.boolean(),
    historyDays: z.number().int().min(1).max(3650),
    historyMegabytes: z.number().int().min(1).max(1000),
  })
  .partial()
  .strict();
export type Preferences = z.infer<typeof preferencesSchema>;

/** The first pair of entries that watch the same address of the same port. */
export function findDuplicate(
  ports: readonly WatchedPort[],
): readonly [WatchedPort, WatchedPort] | undefined {
  for (const [index, port] of ports.entries()) {
    const twin = ports
      .slice(index + 1)
      .find((other) => other.id === port.id || isSameWatch(other, port));
    if (twin !== undefined) return [port, twin];
  }
  return undefined;
}
