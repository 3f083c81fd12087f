import type { FoundWorld } from '../../index.ts'
import { styleFor, type Io } from '../io.ts'
import { visibleLine } from '../visible.ts'

/** Says on the standard error what was observed, and what was not and why. */
export function tellWorld(io: Io, world: FoundWorld): void {
  const style = styleFor(io.stderr, io.environment)
  const say = (line: string): void => void io.stderr.write(`${style('dim', visibleLine(line))}\n`)
  for (const { fact, value, reason } of world.observations)
    say(value === null ? `? ${fact}: ${reason}` : `• ${fact} = ${String(value)}`)
  for (const { fact, command, reason } of world.refused)
    say(`? ${fact} is not observed: \`${command}\` may not run. ${reason}`)
  if (world.refused.length > 0) say('  --yes allows probes that are not dangerous.')
}
