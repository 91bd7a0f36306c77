import { z } from 'zod';

const PATH_LENGTH_MAX = 4096;

export const pathSchema = z
  .string()
  .min(1)
  .max(PATH_LENGTH_MAX)
  .refine((path) => !path.includes('\0'));

export const absolutePathSchema = pathSchema.refine((path) => /^(\/|[A-Za-z]:[\\/])/.test(path), {
  message: 'path-not-absolute',
});
