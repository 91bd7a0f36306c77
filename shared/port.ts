import { z } from 'zod';

/** A TCP or UDP port number, 1 to 65535. Zero is a request to the system, never a port. */
export const portSchema = z.number().int().min(1).max(65_535);

/** An inclusive range of ports; one port is a range whose ends are equal. */
export const portRangeSchema = z
  .strictObject({ from: portSchema, to: portSchema })
  .refine((range) => range.from <= range.to, { message: 'range-reversed' })
  .readonly();
export type PortRange = z.infer<typeof portRangeSchema>;

export function isInRange(port: number, { from, to }: PortRange): boolean {
  return from <= port && port <= to;
}
