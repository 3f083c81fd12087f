import type { OpenSandbox, SandboxOptions } from '../../index.ts'
import { styleFor, type Io } from '../io.ts'
import { visibleLine } from '../visible.ts'

/** Opens the sandbox of the workspace, with `options` before what its configuration says. */
export async function sandboxOf(
  io: Io,
  backend: string | undefined,
  changes: Omit<SandboxOptions, 'backend'> = {},
): Promise<OpenSandbox> {
  const { findWorkspace, loadSandboxOptions, readConfiguration } =
    await import('../../workspace/index.ts')
  const workspace = findWorkspace(io.folder, { environment: io.environment })
  const configuration = await readConfiguration(workspace.configuration)
  const flags = { backendOption: '--backend', environment: io.environment, ...(backend === undefined ? {} : { backend }) } // prettier-ignore
  const { options, note } = await loadSandboxOptions(workspace, configuration, flags)
  if (note !== null) {
    const style = styleFor(io.stderr, io.environment)
    io.stderr.write(`${style('yellow', 'warning')}  ${visibleLine(note)}\n`)
  }
  const { openSandbox } = await import('../../sandbox/index.ts')
  const limits = { ...options.limits, ...changes.limits }
  return openSandbox({ ...options, ...changes, limits })
}
