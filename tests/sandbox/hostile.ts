import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SandboxResult, Tool } from '../../src/sandbox/index.ts'

/**
 * Code that attacks, and how it may end: `timeout` (also by fuel), `memory` (any bound of size), `stack`, `error`, `pending` (a promise
 * that never settles), `value`, or `value:` and the only value that shows that nothing was reached.
 */
export interface Hostile {
  readonly name: string
  readonly code: string
  /** Default `js`. */
  readonly language?: 'js' | 'ts'
  readonly expected: readonly string[]
}

/** The given snippets, in the folder that GOAP_SHARED names; none where it is not set. */
export function givenHostile(): readonly Hostile[] {
  const shared = process.env['GOAP_SHARED']
  const file = shared === undefined ? undefined : join(shared, 'sandbox/hostile.json')
  return file !== undefined && existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Hostile[])
    : []
}

class HostError extends Error {
  override name = 'HostError'
}

/** Host functions that the snippets attack. */
export const hostTools: readonly Tool[] = [
  { name: 'hostEcho', call: (argument) => argument },
  {
    name: 'hostThrow',
    call: () => {
      throw new HostError('a host error')
    },
  },
  {
    name: 'hostLater',
    call: async (argument) => {
      await new Promise((resolve) => setImmediate(resolve))
      return argument
    },
  },
]

/** By which names of `expected` a result may go. */
export function classesOf(result: SandboxResult): readonly string[] {
  switch (result.status) {
    case 'success':
      return [
        'value',
        `value:${typeof result.value === 'string' ? result.value : JSON.stringify(result.value)}`,
      ]
    case 'timeout':
      return [result.reason === 'pending' ? 'pending' : 'timeout']
    case 'violation':
      return ['memory']
    case 'error':
      return result.reason === 'stack' ? ['stack', 'error'] : ['error']
  }
}

/** Whether a result is one of those that the snippet may have. */
export function isExpected({ expected }: Hostile, result: SandboxResult): boolean {
  return classesOf(result).some((one) => expected.includes(one))
}
