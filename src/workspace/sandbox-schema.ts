import { zod } from '../base/index.ts'
import type { BackendChoice, BackendName, PresetName } from '../sandbox/index.ts'
import type { SandboxConfiguration } from './sandbox-configuration.ts'

const z = zod()

// The names stand here once more, so that a configuration is read without the sandbox; a test compares them.
const backends = ['wasm', 'quickjs', 'process', 'isolated-vm'] as const satisfies BackendName[]
const choices = [...backends, 'hybrid'] as const satisfies BackendChoice[]
const presets = ['restrictive', 'default', 'permissive'] as const satisfies PresetName[]

const count = z.int().min(0)
const some = z.int().min(1)

/** The shape of `sandbox` in a configuration file. */
export const sandboxSchema = z
  .strictObject({
    backend: z
      .enum(choices)
      .optional()
      .describe('Where scripts run, unless an option or MCP_SANDBOX_BACKEND says otherwise.'),
    preset: z.enum(presets).optional().describe('The bounds of scripts to start from.'),
    limits: z
      .strictObject({
        fuel: z
          .union([count, z.literal('unbounded')])
          .optional()
          .describe('Steps that a script may take, or "unbounded".'),
        wall: count.optional().describe('Time for one script in milliseconds.'),
        memory: count.optional().describe('Bytes of memory for one script.'),
        stack: count.optional().describe('Bytes of stack for one script.'),
        output: count.optional().describe('Bytes that one script may print.'),
        hostCalls: count.optional().describe('Calls of tools by one script.'),
        value: count
          .optional()
          .describe('Bytes of JSON of one argument or answer of a tool, or of the result.'),
      })
      .default({})
      .describe("Bounds that differ from the preset's."),
    wasmRatio: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('The part of the scripts that the hybrid backend gives to wasm where nothing else decides.'), // prettier-ignore
    fallback: z
      .array(z.enum(backends))
      .optional()
      .describe('Backends that stand in when the chosen one does not work, in this order.'),
    allowWeaker: z
      .boolean()
      .optional()
      .describe('Whether a backend with weaker isolation may stand in. Counts as permissions.allow does.'), // prettier-ignore
    pool: z
      .strictObject({
        size: some.optional().describe('How many scripts run at once in a backend.'),
        idle: count
          .optional()
          .describe('How long tools are kept ready that nobody uses, in milliseconds.'),
        queue: count.optional().describe('How many scripts may wait.'),
      })
      .default({})
      .describe('How many scripts run at once.'),
    retry: z
      .strictObject({
        attempts: some.optional().describe('Attempts in all, when a backend itself fails.'),
        delay: count.optional().describe('Milliseconds before the second attempt; doubled before each further one.'), // prettier-ignore
        limit: count.optional().describe('The longest delay in milliseconds.'),
      })
      .default({})
      .describe('What is tried again when a backend fails for no fault of the script.'),
    breaker: z
      .strictObject({
        faults: some.optional().describe('Faults in a row after which a backend is left alone.'),
        rest: count.optional().describe('For how many milliseconds.'),
      })
      .default({})
      .describe('When a backend that fails is left alone.'),
  })
  .default({ limits: {}, pool: {}, retry: {}, breaker: {} })
  .describe('Where scripts run, and within which bounds.')

type Read = ReturnType<typeof sandboxSchema.parse>

/** The options that are said, without those that are left out. */
export function sandboxConfiguration({
  limits: { fuel, ...limits },
  pool,
  retry,
  breaker,
  ...rest
}: Read): SandboxConfiguration {
  const bound = fuel === 'unbounded' ? Infinity : fuel
  const parts = { limits: said({ ...limits, fuel: bound }), pool: said(pool), retry: said(retry), breaker: said(breaker) } // prettier-ignore
  const full = Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0)
  return { ...said(rest), ...Object.fromEntries(full) }
}

type Said<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

function said<T extends object>(all: T): Said<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is undefined was left out
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Said<T> // prettier-ignore
}

/** Names that there may be below `sandbox`, or below one of its parts. */
export function sandboxNames(part: PropertyKey | undefined): readonly string[] {
  const shape = sandboxSchema.unwrap().shape
  if (part === 'limits') return Object.keys(shape.limits.unwrap().shape)
  if (part === 'pool') return Object.keys(shape.pool.unwrap().shape)
  if (part === 'retry') return Object.keys(shape.retry.unwrap().shape)
  if (part === 'breaker') return Object.keys(shape.breaker.unwrap().shape)
  return Object.keys(shape)
}
