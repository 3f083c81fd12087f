import { parseDuration, zod } from '../base/index.ts'
import { catalogue, fullCode } from '../documents/index.ts'
import { sandboxNames, sandboxSchema } from './sandbox-schema.ts'

const z = zod()
const patterns = z.array(z.string().min(1)).default([])

const rules = z.strictObject({ allow: patterns, deny: patterns })

const scopedRules = z.record(z.string().min(1), rules).default({})

const counts = z.record(z.string().min(1), z.int().min(1).max(1000)).default({})

/** The shape of a configuration file. */
export const configurationSchema = z.strictObject({
  $schema: z.string().optional(),
  permissions: z
    .strictObject({
      allow: patterns.describe(
        'Commands that may run: globs over simple commands, such as "npm run *".',
      ),
      deny: patterns.describe('Commands that never run, whatever else allows them.'),
      agents: scopedRules.describe('The same for the tasks of agents, by their names.'),
      documents: scopedRules.describe(
        'The same for the tasks and gates of documents, by a pattern over their names, such as "plans/release*.md".',
      ),
    })
    .default({ allow: [], deny: [], agents: {}, documents: {} })
    .describe(
      'Which commands of documents may run. `allow` counts while the file is as committed, or after `goap trust`.',
    ),
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
        .default({})
        .describe(
          'Severities of findings by their code, such as "orphan-phase"; "off" leaves them out.',
        ),
      baseline: z
        .string()
        .min(1)
        .optional()
        .describe('A file of known findings, relative to the workspace.'),
    })
    .default({ severities: {} })
    .describe('What `goap check` looks at.'),
  concurrency: z
    .int()
    .min(1)
    .max(1000)
    .default(4)
    .describe('How many tasks and gates run at once.'),
  environment: z
    .array(z.string().regex(/^[A-Za-z_]\w*$/))
    .default([])
    .describe('Names of further environment variables that commands may see.'),
  agents: z
    .strictObject({
      unknown: z
        .enum(['ask', 'default', 'fail'])
        .default('ask')
        .describe(
          'Who performs the tasks of agents that nothing defines: a person, the agent `default`, or nobody: the run is refused.',
        ),
      default: z.string().min(1).optional().describe('The agent meant by `unknown`.'),
    })
    .refine((all) => (all.unknown === 'default') === (all.default !== undefined), {
      error: '`default` names an agent where `unknown` is "default", and only there',
    })
    .default({ unknown: 'ask' })
    .describe('What becomes of agents that nothing defines.'),
  limits: z
    .strictObject({
      agents: counts.describe('Tasks of an agent at once, by its name.'),
      resources: counts.describe('Users of a resource at once, by its name; 1 otherwise.'),
    })
    .default({ agents: {}, resources: {} })
    .describe('How many may work at once, beside `concurrency`.'),
  confine: z
    .strictObject({
      level: z
        .enum(['require', 'prefer', 'off'])
        .optional()
        .describe(
          'Whether commands run confined, by bubblewrap: not without it, where that can be done, or never. Default: prefer for commands of documents, require for those of agents.',
        ),
      network: z
        .union([z.boolean(), z.array(z.string().min(1))])
        .default(false)
        .describe(
          'Which confined commands have the network: all, none, or those that match, such as "npm ci".',
        ),
      read: patterns.describe(
        'Files and folders that confined commands may read beside the workspace, such as "~/.npmrc".',
      ),
      write: patterns.describe('Folders that they may write, such as "~/.npm".'),
    })
    .default({ network: false, read: [], write: [] })
    .describe(
      'What keeps commands in. All but `level: require` counts while the file is as committed, or after `goap trust`.',
    ),
  timeout: z
    .string()
    .refine((text) => (parseDuration(text) ?? 0) > 0, 'is not a duration such as "10 min"')
    .optional()
    .describe('Time for one command, such as "10 min", which is the default.'),
  sandbox: sandboxSchema,
})

/** Names that there may be at a path of the configuration. */
export function namesAt(path: readonly PropertyKey[]): readonly string[] {
  if (path[0] === 'permissions')
    return path.length === 1 ? ['allow', 'deny', 'agents', 'documents'] : ['allow', 'deny']
  if (path[0] === 'agents') return ['unknown', 'default']
  if (path[0] === 'confine') return ['level', 'network', 'read', 'write']
  if (path[0] === 'limits') return ['agents', 'resources']
  if (path[0] === 'sandbox') return sandboxNames(path[1])
  if (path[0] === 'check' && path.length === 1) return ['severities', 'baseline']
  return path[0] === 'check' ? Object.keys(catalogue) : Object.keys(configurationSchema.shape)
}
