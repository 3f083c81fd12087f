import { markedEngine, type Engine } from './quickjs.ts'
import { scout, type Findings } from './world.ts'

// What is made of QuickJS before the first script: the module rewritten and compiled, and what was found out in it. It is the same in all
// threads, and a compiled module passes from one to another with its machine code: so it is made once in a process.

/** What worlds are made of. */
export interface Prepared {
  readonly engine: Engine
  readonly findings: Findings
}

let made: Promise<Prepared> | undefined

/** Makes it, at the first call, unless it was given. */
export async function prepared(): Promise<Prepared> {
  return preparedBy(async () => {
    const engine = await markedEngine()
    return { engine, findings: scout(engine) }
  })
}

/** The same, made in another way where it is not there yet. Who asks meanwhile waits; after a failure the next tries. */
export async function preparedBy(make: () => Promise<Prepared>): Promise<Prepared> {
  made ??= make().catch((cause: unknown) => {
    made = undefined
    throw cause
  })
  return made
}
