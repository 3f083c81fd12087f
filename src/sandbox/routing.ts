import { createHash } from 'node:crypto'
import { GoapError } from '../base/index.ts'
import type { Standing } from './backend-life.ts'
import { backendNames, type BackendChoice } from './chosen.ts'
import { chooseBetween } from './hybrid.ts'
import { strengthOf } from './isolation.ts'
import type { Settings } from './options.ts'
import type { BackendName, SandboxResult } from './result.ts'
import { unfit, withFallbacks, type Needs, type Route } from './route.ts'
import type { Script } from './script.ts'

/** Says which backends to ask for a script. */
export interface Router {
  /** The backends to ask, one after the other. Throws or rejects with `sandbox/no-backend` when there is none. */
  routes(script: Script): readonly Route[] | Promise<readonly Route[]>
  /** Remembers what a script spent. */
  learn(script: Script, result: SandboxResult): void
}

export interface RouterOptions {
  readonly chosen: BackendChoice
  /** What chose it. */
  readonly by: string
  readonly settings: Settings
  /** How a backend is, if it was opened already. */
  readonly known: (name: BackendName) => Standing | null
  /** Opens a backend; rejects when that fails. */
  readonly standing: (name: BackendName) => Promise<Standing>
}

/** A router for the backend that was chosen, or for the choice for each script. */
export function router(options: RouterOptions): Router {
  return options.chosen === 'hybrid' ? hybridRouter(options) : namedRouter(options.chosen, options)
}

function namedRouter(name: BackendName, { by, settings, known, standing }: RouterOptions): Router {
  const { fallback } = settings

  function from(own: Standing | null, others: readonly Standing[], needs: Needs): readonly Route[] {
    // A bound of fuel does not shut out a backend that was asked for by its name: the bound of time holds there as well.
    const lack = own ? (own.missing ?? unfit(own, { ...needs, fuel: false })) : null
    const first = { name, why: own ? whyNamed(own, needs, by) : by, standsIn: false }
    const floor = own ? strengthOf(own.abilities) : Infinity
    const all = withFallbacks(first, others, needs, { ...settings, floor })
    const routes = lack === null ? all : all.slice(1)
    if (routes.length > 0) return routes.map((route, index) => index > 0 || lack === null ? route : { ...route, why: `${route.why}: ${lack}` }) // prettier-ignore
    throw nobody(own ? [own, ...others] : others, needs)
  }

  async function look(needs: Needs): Promise<readonly Route[]> {
    const own = await standing(name).catch((error: unknown) => {
      if (fallback.length === 0) throw error
      return null
    })
    return from(own, await standingsOf(fallback, standing), needs)
  }

  /** What was answered for scripts with the same needs, while the backend is as it was then. */
  const answers = new Map<string, readonly Route[]>()
  let asked: Standing | null = null

  return {
    routes(script) {
      const own = known(name)
      if (own === null || fallback.length > 0) return look(needsOf(script, settings))
      if (own !== asked) answers.clear()
      asked = own
      const needs = needsOf(script, settings)
      const key = keyOf(needs)
      let routes = answers.get(key)
      if (routes === undefined) answers.set(key, (routes = from(own, [], needs)))
      return routes
    },
    learn() {},
  }
}

/** Of how many scripts is known what fuel they spent. */
const remembered = 1_000

function hybridRouter({ settings, standing }: RouterOptions): Router {
  const spent = new Map<string, number>()
  return {
    async routes(script) {
      const needs = needsOf(script, settings)
      const all = await standingsOf(backendNames, standing)
      const hash = hashOf(script.code)
      const answer = chooseBetween(all, {
        needs,
        text: textOf(script),
        lot: lotOf(hash),
        spent: spent.get(hash) ?? null,
        tools: script.tools?.length ?? 0,
        ratio: settings.wasmRatio,
        allowWeaker: settings.allowWeaker,
      })
      if (!answer) throw nobody(all, needs)
      const order = settings.fallback.length === 0 ? backendNames : settings.fallback
      const others = order.flatMap((name) => all.filter((one) => one.name === name))
      return withFallbacks(answer, others, needs, { ...settings, floor: answer.floor })
    },
    learn({ code }, { fuel }) {
      if (fuel === null) return
      const hash = hashOf(code)
      const most = Math.max(fuel, spent.get(hash) ?? 0)
      spent.delete(hash)
      spent.set(hash, most)
      const [oldest] = spent.keys()
      if (spent.size > remembered && oldest !== undefined) spent.delete(oldest)
    },
  }
}

function needsOf({ language = 'js', seed, limits }: Script, { fuelAsked }: Settings): Needs {
  const fuel = limits?.fuel === undefined ? fuelAsked : Number.isFinite(limits.fuel)
  return { language, deterministic: seed !== undefined, fuel }
}

/** The same for the same needs. Written out, since it is asked for each script. */
function keyOf({ language, deterministic, fuel }: Needs): string {
  if (deterministic) return fuel ? `${language} seed fuel` : `${language} seed`
  return fuel ? `${language} fuel` : language
}

function whyNamed({ abilities }: Standing, needs: Needs, by: string): string {
  const { isolation } = abilities
  const open = isolation.includes('process') && !isolation.includes('confined')
  const notes = [
    ...(open ? ['not confined, since bubblewrap does not work here'] : []),
    ...(needs.fuel && !abilities.fuel ? ['fuel is not counted there'] : []),
  ]
  return notes.length === 0 ? by : [by, ...notes].join('; ')
}

/** The backends that can be opened, in their order; what is missing for one stands in it. */
async function standingsOf(
  names: readonly BackendName[],
  standing: RouterOptions['standing'],
): Promise<readonly Standing[]> {
  const all = await Promise.all(names.map((name) => standing(name).catch(() => null)))
  return all.filter((one) => one !== null)
}

function nobody(all: readonly Standing[], needs: Needs): GoapError {
  const reasons = all.map((one) => `${one.name} ${one.missing ?? unfit(one, needs) ?? 'isolates less'}`) // prettier-ignore
  const hint = all.find(({ missing }) => missing !== null)?.hint
  return new GoapError('sandbox/no-backend', `No backend can run the script: ${reasons.join(', ') || 'none could be opened'}.`, hint === undefined ? {} : { hint }) // prettier-ignore
}

function hashOf(code: string | Uint8Array): string {
  return createHash('sha256').update(code).digest('hex')
}

/** A number in [0, 1) that a hash draws. */
function lotOf(hash: string): number {
  return Number.parseInt(hash.slice(0, 12), 16) / 2 ** 48
}

/** The text of a script, as far as its loops are looked for; null for a module. */
function textOf({ code, language }: Script): string | null {
  if (language === 'wasm') return null
  return typeof code === 'string' ? code : Buffer.from(code.subarray(0, 100_000)).toString('latin1')
}
