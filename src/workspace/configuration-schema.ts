import { z } from 'zod'
import { parseDuration } from '../base/index.ts'
import { catalogue, fullCode } from '../documents/index.ts'

const patterns = z.array(z.string().min(1)).default([])

const counts = z.record(z.string().min(1), z.int().min(1).max(1000)).default({})

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
  agents: z
    .strictObject({
      unknown: z.enum(['ask', 'default', 'fail']).default('ask'),
      default: z.string().min(1).optional(),
    })
    .refine((all) => (all.unknown === 'default') === (all.default !== undefined), {
      error: '`default` names an agent where `unknown` is "default", and only there',
    })
    .default({ unknown: 'ask' }),
  limits: z
    .strictObject({ agents: counts, resources: counts })
    .default({ agents: {}, resources: {} }),
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
  if (path[0] === 'agents') return ['unknown', 'default']
  if (path[0] === 'limits') return ['agents', 'resources']
  if (path[0] === 'check' && path.length === 1) return ['severities', 'baseline']
  return path[0] === 'check' ? Object.keys(catalogue) : Object.keys(configurationSchema.shape)
}
