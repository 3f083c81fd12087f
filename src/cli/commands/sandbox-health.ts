import type { BackendHealth } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io, type Style } from '../io.ts'
import { sandboxOf } from '../sandbox/opened.ts'
import { visibleLine } from '../visible.ts'

/** The options of `goap sandbox health`. */
export interface HealthFlags {
  readonly backend?: string
  readonly json?: boolean
}

/** `goap sandbox health`: whether each backend works here, and holds what it must hold. */
export async function sandboxHealthCommand(io: Io, flags: HealthFlags): Promise<Exit> {
  const { backendNames, strengthOf } = await import('../../sandbox/index.ts')
  await using sandbox = await sandboxOf(io, flags.backend)
  const isOne = flags.backend !== undefined && flags.backend !== 'hybrid'
  const asked = isOne ? backendNames.filter((name) => name === flags.backend) : backendNames
  const all = await sandbox.health(asked)
  const style = styleFor(io.stdout, io.environment)
  for (const one of all) {
    const strength = one.abilities === null ? null : strengthOf(one.abilities)
    io.stdout.write(flags.json ? `${JSON.stringify({ schema: 'goap/sandbox-health@1', ...one, strength })}\n` : told(one, style)) // prettier-ignore
  }
  // What is not installed is no trouble as long as nobody chose it.
  const chosen = all.filter(({ backend }) => sandbox.backends.includes(backend))
  const isSick = all.some(({ ready, healthy }) => ready && !healthy)
  return isSick || !chosen.some(({ healthy }) => healthy) ? exits.failed : exits.done
}

function told(one: BackendHealth, style: Style): string {
  const { backend, ready, missing, hint, healthy, canaries, abilities } = one
  const name = style('bold', backend.padEnd(12))
  if (!ready) {
    const advice = hint === null || hint === '' ? '' : `\n                → ${visibleLine(hint)}`
    return `${style('cyan', '○')} ${name}  not here: ${visibleLine(missing ?? '')}${advice}\n`
  }
  const bad = canaries.filter(({ passed }) => !passed)
  const sign = healthy ? style('green', '✓') : style('red', '✗')
  const state = healthy ? `healthy, ${canaries.length} of ${canaries.length} canaries sing` : 'not healthy' // prettier-ignore
  const rows = [
    ...bad.map(({ says, found }) => `not so: ${says}; it ended as ${visibleLine(found ?? '')}`),
    `kept in by: ${abilities?.isolation.join(', ')}`,
    `runs ${abilities?.languages.join(', ')}${lacks(one)}`,
  ]
  return `${sign} ${name}  ${state}\n${rows.map((row) => `                ${row}\n`).join('')}`
}

function lacks({ abilities }: BackendHealth): string {
  if (abilities === null) return ''
  const missing = [
    ...(abilities.fuel ? [] : ['count fuel']),
    ...(abilities.memory ? [] : ['bound memory']),
    ...(abilities.peak ? [] : ['tell the peak of memory']),
    ...(abilities.deterministic ? [] : ['repeat a run by its seed']),
    ...(abilities.preemptive ? [] : ['stop long built-in functions in time']),
  ]
  return missing.length === 0 ? '' : `; cannot ${missing.join(', ')}`
}
