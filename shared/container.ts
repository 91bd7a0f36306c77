import { z } from 'zod';

export const containerEngineSchema = z.enum(['docker', 'podman']);
export type ContainerEngine = z.infer<typeof containerEngineSchema>;

export const containerIdSchema = z.string().regex(/^[0-9a-f]{12,64}$/);

/** A container as its engine tells of it. Every text is made safe to show. */
export const containerSchema = z
  .strictObject({
    engine: containerEngineSchema,
    id: containerIdSchema,
    name: z.string(),
    image: z.string(),
    composeProject: z.string().optional(),
    composeService: z.string().optional(),
    /** The port inside the container, where this one is published for it. */
    privatePort: z.number().int().optional(),
    /** `no`, `always`, `unless-stopped` or `on-failure`, as the engine names it. */
    restartPolicy: z.string().optional(),
  })
  .readonly();
export type Container = z.infer<typeof containerSchema>;
