import type { Abilities, Backend, BackendName, BoundScript, SandboxResult, Tool } from '../../src/sandbox/index.ts' // prettier-ignore

/** What a fake backend does with a script: an error is a fault of its own. */
export type Answering = (script: BoundScript, signal: AbortSignal) => unknown

export interface FakeBackend extends Backend {
  /** The scripts that it was given, canaries left out. */
  readonly asked: BoundScript[]
  readonly warmed: { readonly tools: readonly string[]; readonly count: number | undefined }[]
  readonly cooled: (readonly string[])[]
  isDisposed: boolean
}

const abilities: Abilities = {
  languages: ['js', 'ts'],
  fuel: true,
  memory: true,
  peak: true,
  deterministic: true,
  preemptive: true,
  apart: false,
  compiled: false,
  isolation: ['interpreter'],
}

/** A backend that runs nothing: what it gives, or throws, is told. Its canaries sing unless `canary` says otherwise. */
export function fakeBackend(
  name: BackendName = 'wasm',
  {
    answer = () => 1,
    canary = (): boolean => true,
    missing = () => null,
    begins = true,
    ...more
  }: Partial<Abilities> & {
    readonly answer?: Answering
    readonly canary?: (file: string) => boolean
    readonly missing?: () => string | null
    /** Whether it answers without a promise where `answer` does. */
    readonly begins?: boolean
  } = {},
): FakeBackend {
  const asked: BoundScript[] = []
  const warmed: FakeBackend['warmed'] = []
  const cooled: FakeBackend['cooled'] = []

  function begin(script: BoundScript, signal: AbortSignal): SandboxResult | Promise<SandboxResult> {
    if (script.why === 'a canary') return sung(script, canary(script.file ?? ''), name)
    asked.push(script)
    const ended = (value: unknown): SandboxResult => ({ ...spent(script, name), status: 'success', value: value as number }) // prettier-ignore
    const value = answer(script, signal)
    return value instanceof Promise ? value.then(ended) : ended(value)
  }

  return {
    name,
    abilities: { ...abilities, ...more },
    asked,
    warmed,
    cooled,
    isDisposed: false,
    async ready() {
      const reason = missing()
      return reason === null ? { ready: true } : { ready: false, reason, hint: `Install ${name}.` }
    },
    async warm(tools: readonly Tool[], count) {
      warmed.push({ tools: tools.map((tool) => tool.name), count })
    },
    cool: (names) => void cooled.push(names),
    execute: async (script, signal) => begin(script, signal),
    ...(begins && { begin }),
    async [Symbol.asyncDispose]() {
      this.isDisposed = true
    },
  }
}

function spent(
  script: BoundScript,
  backend: BackendName,
): Pick<SandboxResult, 'stdout' | 'stderr' | 'fuel' | 'memory' | 'backend' | 'why' | 'ms'> {
  // prettier-ignore
  return { stdout: '', stderr: '', fuel: 10, memory: 1000, backend, why: script.why, ms: 1 }
}

/** What a canary must end as, or something else. */
function sung(script: BoundScript, holds: boolean, name: BackendName): SandboxResult {
  const base = spent(script, name)
  if (!holds) return { ...base, status: 'success', value: 'escaped' }
  const values: Record<string, unknown> = {
    'value.js': { sum: 6 },
    'host.js': 'undefined,undefined,undefined,undefined,undefined',
    'pollution.js': 2,
    'fresh.js': 'undefined,true,1',
  }
  if (script.file === 'time.js') return { ...base, status: 'timeout', reason: 'wall' }
  if (script.file === 'fuel.js') return { ...base, status: 'timeout', reason: 'fuel' }
  if (script.file === 'memory.js') return { ...base, status: 'violation', reason: 'memory' }
  return { ...base, status: 'success', value: values[script.file ?? ''] as number }
}

/** A promise, and what settles it. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}
