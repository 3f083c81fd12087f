import type { PermissionEntry, Plan, RunEvent } from '../../index.ts'
import type { Discreet } from '../discreet.ts'
import { styleFor, type Io } from '../io.ts'
import { namesOf } from '../report/plain.ts'
import { visibleLine } from '../visible.ts'

const signs = {
  allowed: ['green', '✓'],
  waits: ['yellow', '‖'],
  denied: ['red', '✗'],
} as const satisfies Record<PermissionEntry['decision'], unknown>

interface Showing {
  readonly plans: readonly Plan[]
  readonly clean: Discreet
  readonly json: boolean
}

/** What prints an event if it decides whether a command may run. */
export async function permissionShower(
  io: Io,
  { plans, clean, json }: Showing,
): Promise<(event: RunEvent) => void> {
  const { permissionAudit } = await import('../../observe/index.ts')
  const style = styleFor(io.stdout, io.environment)
  const names = namesOf(plans, clean.text)
  return (event) => {
    for (const entry of clean.all(permissionAudit([event]))) {
      if (json) {
        io.stdout.write(`${JSON.stringify({ schema: 'goap/permission@1', run: event.run, ...entry })}\n`) // prettier-ignore
        continue
      }
      const [format, sign] = signs[entry.decision]
      const time = style('dim', new Date(entry.at).toISOString().slice(11, 23))
      const command = visibleLine(entry.command)
      io.stdout.write(`${time}  ${style(format, `${sign} ${entry.decision}`)}  ${names(entry.subject)}: ${command}  ${style('dim', visibleLine(entry.reason))}\n`) // prettier-ignore
    }
  }
}
