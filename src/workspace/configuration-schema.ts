import { parseDuration, zod } from '../base/index.ts'
import { catalogue, fullCode } from '../documents/index.ts'

const z = zod()
const patterns = z.array(z.string().min(1)).default([])

/** The shape of a configuration file. */
export const configurationSchema = z.strictObject({
  $schema: z.string().optional(),
  permissions: z.strictObject({ allow: patterns, deny: patterns }).default({ allow: [], deny: [] }),
  check: z
    .strictObject({
      severities: z
        .record(
          z
            .string()
            .refine(
              (code) => fullCode(code) in catalogue,
              'is no finding; `goap explain` lists them',
            ),
          z.enum(['error', 'warning', 'info', 'off']),
        )
        .default({}),
      baseline: z.string().min(1).optional(),
    })
    .default({ severities: {} }),
  concurrency: z.int().min(1).max(1000).default(4),
  environment: z.array(z.string().regex(/^[A-Za-z_]\w*$/)).default([]),
  timeout: z
    .string()
    .refine((text) => (parseDuration(text) ?? 0) > 0, 'is not a duration such as "10 min"')
    .optional(),
})

/** Names that there may be at a path of the configuration. */
export function namesAt(path: readonly PropertyKey[]): readonly string[] {
  if (path[0] === 'permissions') return ['allow', 'deny']
  if (path[0] === 'check' && path.length === 1) return ['severities', 'baseline']
  return path[0] === 'check' ? Object.keys(catalogue) : Object.keys(configurationSchema.shape)
}
