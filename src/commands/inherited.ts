import { openSync, readdirSync, readFileSync } from 'node:fs'
import { once } from '../base/index.ts'

/** Descriptors of a process that starts another, beside the first three: numbers, or nothing in that place. */
export type Descriptors = readonly (number | 'ignore')[]

/** FD_CLOEXEC as /proc tells it (proc_pid_fdinfo(5)). Node opens with it, and sets it for the first sixteen that it was given. */
const closedOnExec = 0o2000000

/**
 * What stands from the descriptor `first` on so that a process gets none that was open when this one was started, such as those of an editor
 * or another agent: nothing keeps those from being passed on, so the null device takes their numbers. Looked at once. Empty where the
 * system does not tell.
 */
export function instead(first: number): Descriptors {
  const { numbers, nothing } = inherited()
  const last = Math.max(...numbers, first - 1)
  return Array.from({ length: last - first + 1 }, (_, index) =>
    numbers.includes(first + index) ? nothing : 'ignore',
  )
}

const inherited = once((): { readonly numbers: readonly number[]; readonly nothing: number } => {
  const numbers = open().filter((number) => number > 2 && isPassedOn(number))
  return { numbers, nothing: numbers.length === 0 ? -1 : openSync('/dev/null', 'r+') }
})

function open(): readonly number[] {
  try {
    return readdirSync('/proc/self/fd').map(Number)
  } catch {
    return []
  }
}

function isPassedOn(number: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${number}`, 'utf8'))?.[1] // prettier-ignore
    return flags !== undefined && (Number.parseInt(flags, 8) & closedOnExec) === 0
  } catch {
    // The one by which they were listed is closed already.
    return false
  }
}
