import { z } from 'zod'
import { parseDuration } from '../base/index.ts'

const patterns = z.array(z.string().min(1)).default([])

/** The shape of a configuration file. */
export const configurationSchema = z.strictObject({
  $schema: z.string().optional(),
  permissions: z.strictObject({ allow: patterns, deny: patterns }).default({ allow: [], deny: [] }),
  concurrency: z.int().min(1).max(1000).default(4),
  environment: z.array(z.string().regex(/^[A-Za-z_]\w*$/)).default([]),
  timeout: z
    .string()
    .refine((text) => (parseDuration(text) ?? 0) > 0, 'is not a duration such as "10 min"')
    .optional(),
})

/** Names that there may be at a path of the configuration. */
export function namesAt(path: readonly PropertyKey[]): readonly string[] {
  return path[0] === 'permissions' ? ['allow', 'deny'] : Object.keys(configurationSchema.shape)
}
