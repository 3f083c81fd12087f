import type { Milliseconds } from '../base/index.ts'
import type { Abilities, Backend, BoundScript } from './backend.ts'
import { presets } from './limits.ts'
import type { SandboxResult } from './result.ts'
import type { Limits } from './script.ts'

/** A small script whose end is known: what it shows about a backend. */
export interface Canary {
  readonly name: string
  /** What holds while it sings. */
  readonly says: string
  /** Whether a backend that fails it lets something through that it must hold. */
  readonly guards: boolean
  readonly code: string
  readonly limits?: Partial<Limits>
  /** Whether it concerns a backend with these abilities. Default: any. */
  readonly concerns?: (abilities: Abilities) => boolean
  /** Whether it ended as it must. */
  readonly holds: (result: SandboxResult) => boolean
}

/** How a canary did. */
export interface CanaryResult {
  readonly name: string
  readonly says: string
  readonly passed: boolean
  /** What became of it instead; null when it passed. */
  readonly found: string | null
  readonly ms: Milliseconds
}

const wall = 250
const patient = presets.default.wall

/** All canaries, the harmless ones first. */
export const canaries: readonly Canary[] = [
  {
    name: 'value',
    says: 'a value comes back',
    guards: false,
    code: '({ sum: [1, 2, 3].reduce((all, one) => all + one, 0) })',
    holds: (result) => result.status === 'success' && JSON.stringify(result.value) === '{"sum":6}',
  },
  {
    name: 'host',
    says: 'nothing of the host is in reach',
    guards: true,
    code: "[typeof process, typeof require, typeof module, typeof fetch, Function('return typeof process')()].join()",
    holds: (result) =>
      result.status === 'success' &&
      result.value === 'undefined,undefined,undefined,undefined,undefined',
  },
  {
    name: 'pollution',
    says: 'a script may change its world',
    guards: false,
    code: 'Array.prototype.push = () => 0; Object.prototype.left = 1; globalThis.left = 2; left',
    holds: (result) => result.status === 'success' && result.value === 2,
  },
  {
    name: 'fresh',
    says: 'nothing of an earlier script is left',
    guards: true,
    code: '[typeof left, {}.left === undefined, [].push(1)].join()',
    holds: (result) => result.status === 'success' && result.value === 'undefined,true,1',
  },
  {
    name: 'time',
    says: 'a loop without end is stopped',
    guards: true,
    code: 'for (;;);',
    limits: { wall, fuel: Infinity },
    holds: ({ status }) => status === 'timeout',
  },
  {
    name: 'fuel',
    says: 'the bound of fuel holds',
    guards: true,
    code: 'for (let n = 0; n < 1e7; n++);',
    limits: { fuel: 100_000 },
    concerns: ({ fuel }) => fuel,
    holds: (result) => result.status === 'timeout' && result.reason === 'fuel',
  },
  {
    name: 'memory',
    says: 'the bound of memory holds',
    guards: true,
    code: 'const all = []; for (;;) all.push(new Array(10000).fill(all.length))',
    // On a busy machine it takes more than a second to use up.
    limits: { wall: patient },
    concerns: ({ memory }) => memory,
    holds: (result) => result.status === 'violation' && result.reason === 'memory',
  },
]

/** Runs the canaries that concern the backend, one after the other. `now` tells milliseconds. A fault of the backend is a canary that failed. */
export async function sing(
  backend: Backend,
  signal: AbortSignal,
  now: () => Milliseconds,
): Promise<readonly CanaryResult[]> {
  const results: CanaryResult[] = []
  for (const canary of canaries) {
    if (canary.concerns && !canary.concerns(backend.abilities)) continue
    const start = now()
    const found = await trial(backend, canary, signal)
    results.push({ name: canary.name, says: canary.says, passed: found === null, found, ms: now() - start }) // prettier-ignore
  }
  return results
}

async function trial(
  backend: Backend,
  canary: Canary,
  signal: AbortSignal,
): Promise<string | null> {
  const { code, limits, holds } = canary
  const script: BoundScript = { code, file: `${canary.name}.js`, limits: { ...presets.restrictive, fuel: Infinity, ...limits }, why: 'a canary' } // prettier-ignore
  try {
    const result = await backend.execute(script, signal)
    return holds(result) ? null : told(result)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function told(result: SandboxResult): string {
  if (result.status === 'success') return `success with ${JSON.stringify(result.value) ?? 'no value'}` // prettier-ignore
  const error = result.error ? `: ${result.error.name}: ${result.error.message}` : ''
  return `${result.status} (${result.reason})${error}`
}

/** Whether one failed that guards what must be held. */
export function leaks(results: readonly CanaryResult[]): boolean {
  return results.some(
    ({ name, passed }) => !passed && canaries.some((one) => one.name === name && one.guards),
  )
}
