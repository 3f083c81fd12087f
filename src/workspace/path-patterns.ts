import { glob } from '../model/index.ts'

/** A pattern over paths: `*` and `?` within one step, `**` for any steps, also none; a folder's name with `/` at its end for all below. */
export interface PathPattern {
  matches(path: string): boolean
  /** Whether a path below a folder may match. */
  mayMatchBelow(folder: string): boolean
}

/** The pattern of a text; it takes time in proportion to pattern and path, whatever they are. */
export function pathPattern(text: string): PathPattern {
  const whole = text.replace(/^(?:\.\/)+/, '').replace(/\/$/, '/**')
  const steps = whole.split('/')
  return {
    matches: (path) => reached(steps, path).has(steps.length),
    mayMatchBelow: (folder) => [...reached(steps, folder)].some((at) => at < steps.length),
  }
}

/** How much of the pattern may be used up by the path. */
function reached(pattern: readonly string[], path: string): ReadonlySet<number> {
  let states = widened(pattern, [0])
  if (path === '') return states
  for (const step of path.split('/')) {
    const next: number[] = []
    for (const at of states) {
      const part = pattern[at]
      if (part === '**') next.push(at)
      else if (part !== undefined && glob(part, step)) next.push(at + 1)
    }
    states = widened(pattern, next)
  }
  return states
}

/** `**` may stand for nothing. */
function widened(pattern: readonly string[], all: readonly number[]): ReadonlySet<number> {
  const states = new Set(all)
  for (const at of states) if (pattern[at] === '**') states.add(at + 1)
  return states
}
