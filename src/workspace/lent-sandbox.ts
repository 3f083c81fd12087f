import type { Sandbox } from '../sandbox/index.ts'
import type { Configuration } from './configuration.ts'
import type { Workspace } from './find-workspace.ts'
import { loadSandboxOptions } from './sandbox-options.ts'

/** Where scripts run, and what says how. */
export interface SandboxPlace {
  readonly workspace: Workspace
  readonly configuration: Configuration
  /** Whoever opened it closes it. Default: one that the configuration describes. */
  readonly sandbox?: Sandbox
}

/** Does some work with a sandbox, its own unless one is given, and closes what it opened. Nothing is loaded before the first script. */
export async function withSandbox<T>(
  place: SandboxPlace,
  work: (sandbox: Sandbox) => Promise<T>,
): Promise<T> {
  if (place.sandbox) return work(place.sandbox)
  await using sandbox = await opened(place)
  // Awaited here: the sandbox is closed when this function returns.
  return await work(sandbox)
}

/** What starts and goes on after that. */
interface Going {
  readonly run: { readonly report: Promise<unknown> }
}

/** The same for an execution, whose sandbox is closed when the run has no more to do here. */
export async function runWithSandbox<I extends SandboxPlace, T extends Going | null>(
  invocation: I,
  start: (invocation: I) => Promise<T>,
): Promise<T> {
  if (invocation.sandbox) return start(invocation)
  const sandbox = await opened(invocation)
  const close = async (): Promise<void> => sandbox[Symbol.asyncDispose]()
  try {
    const started = await start({ ...invocation, sandbox })
    if (started === null) await close()
    // What the report rejects with is for whoever waits for it.
    else void started.run.report.then(close, close)
    return started
  } catch (error) {
    await close()
    throw error
  }
}

/** A script holds up nothing else: commands, answers, a cancel. */
async function opened({ workspace, configuration }: SandboxPlace): Promise<Sandbox> {
  const { openSandbox } = await import('../sandbox/index.ts')
  const { options, note } = await loadSandboxOptions(workspace, configuration)
  const { chosenBy } = options
  const by = note === null ? chosenBy : `${chosenBy}; ${note}`
  return openSandbox({ ...options, chosenBy: by, apart: true })
}
