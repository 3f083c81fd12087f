import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  limitsOf,
  type Abilities,
  type Backend,
  type Limits,
  type SandboxResult,
  type Script,
} from '../../../src/sandbox/index.ts'

/** A script with what differs from the usual one: bounds that no honest script meets. */
export type Given = Omit<Script, 'code' | 'limits'> & { readonly limits?: Partial<Limits> }

/** A backend under test, opened before the first test and closed after the last. */
export interface Subject {
  readonly backend: () => Backend
  run(code: string | Uint8Array, given?: Given, signal?: AbortSignal): Promise<SandboxResult>
  /** A test; it is skipped, with the reason, where the backend cannot work or lacks what it is about. */
  it(title: string, check: () => Promise<void>, needs?: (abilities: Abilities) => boolean): void
}

/** Time that only a script without end uses up, in milliseconds. */
export const generous = 20_000
/** Time for a script without end. */
export const brief = 100

export const never: AbortSignal = new AbortController().signal

/** Runs a script with bounds that no honest script meets. */
export async function runOn(
  backend: Backend,
  code: string | Uint8Array,
  { limits, ...given }: Given = {},
  signal: AbortSignal = never,
): Promise<SandboxResult> {
  const bounds = limitsOf('default', { wall: generous, fuel: Infinity }, limits)
  return backend.execute({ ...given, code, limits: bounds, why: 'the contract' }, signal)
}

/** Makes the tests of a backend; after each the same backend must still compute, in a clean world. */
export function subject(name: string, open: () => Promise<Backend>): Subject {
  let backend: Backend | undefined
  let missing: string | undefined

  const opened = (): Backend => {
    if (!backend) throw new Error(`The backend ${name} is not open.`)
    return backend
  }

  beforeAll(async () => {
    backend = await open()
    const standing = await backend.ready()
    if (!standing.ready) missing = `${standing.reason} ${standing.hint}`
  })
  afterEach(async () => {
    if (backend && missing === undefined) await expectClean(backend)
  })
  afterAll(async () => backend?.[Symbol.asyncDispose]())

  return {
    backend: opened,
    run: async (code, given, signal) => runOn(opened(), code, given, signal),
    it(title, check, needs = () => true) {
      test(`${name}: ${title}`, async ({ skip }) => {
        if (missing !== undefined) skip(missing)
        if (!needs(opened().abilities)) skip(`${name} does not promise it`)
        expect.hasAssertions()
        await check()
      })
    },
  }
}

const probe = `
  const names = Object.getOwnPropertyNames(globalThis).length
  const sum = [3, 1, 2].sort().map((x) => x * input.by).reduce((a, b) => a + b)
  const text = JSON.stringify({ a: [1, 'b', null] }) + String(new Map([[1, 2]]).get(1)) + /b+/.exec('abbc')[0]
  const foreign = Object.keys(globalThis).filter((name) => name.startsWith('left'))
  for (const name in {}) foreign.push(name)
  ;({ sum, text, foreign, names, later: await Promise.resolve(7) })
`

const namesOf = new WeakMap<Backend, unknown>()

/** Runs a script that uses what others may have spoiled: its world must be as new. */
export async function expectClean(backend: Backend): Promise<void> {
  const result = await runOn(backend, probe, { input: { by: 2 } })
  expect(result).toMatchObject({
    status: 'success',
    value: { sum: 12, text: '{"a":[1,"b",null]}2bb', foreign: [], later: 7 },
    stdout: '',
    stderr: '',
  })
  const names =
    result.status === 'success' && result.value !== null && typeof result.value === 'object'
      ? Reflect.get(result.value, 'names')
      : undefined
  expect(names).toBe(namesOf.get(backend) ?? names)
  namesOf.set(backend, names)
}
