import { z } from 'zod';

/** As clocks show it and as `<input type="time">` writes it: `08:00`, `22:30`. */
const timeOfDaySchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** The part of each day in which nothing is told; it may go over midnight. */
export const quietHoursSchema = z
  .strictObject({ isOn: z.boolean(), from: timeOfDaySchema, to: timeOfDaySchema })
  .readonly();
export type QuietHours = z.infer<typeof quietHoursSchema>;

export const defaultQuietHours: QuietHours = { isOn: false, from: '22:00', to: '08:00' };

/**
 * Whether it is quiet at this moment of the wall clock, in milliseconds. By what clocks on the spot
 * show, so it also holds on the days that they are set; equal ends mean never.
 */
export function isQuietAt({ isOn, from, to }: QuietHours, wallMs: number): boolean {
  if (!isOn) return false;
  const now = toTimeOfDay(new Date(wallMs));
  return from <= to ? from <= now && now < to : now >= from || now < to;
}

/** Times of day in two digits each stand in the order of the alphabet. */
function toTimeOfDay(at: Date): string {
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** What came of a notification that the person asked for as an example. */
export const testedNotificationSchema = z.strictObject({
  kind: z.enum(['sent', 'no-server', 'failed', 'quiet-hours', 'do-not-disturb']),
});
export type TestedNotification = z.infer<typeof testedNotificationSchema>;
