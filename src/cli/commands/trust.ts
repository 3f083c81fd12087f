import { exits, type Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { visibleLine } from '../visible.ts'

/** `goap trust`: lets the permissions of the workspace's configuration count, as it is now. */
export async function trustCommand(
  io: Io,
  { revoke = false }: { readonly revoke?: boolean },
): Promise<Exit> {
  const { findWorkspace, readConfiguration, revokeTrust, trust } =
    await import('../../workspace/index.ts')
  const workspace = findWorkspace(io.folder, { environment: io.environment })
  if (revoke) {
    await revokeTrust(workspace)
    io.stdout.write(`Nothing of ${workspace.root} is trusted any more.\n`)
    return exits.done
  }
  const { permissions, text } = await readConfiguration(workspace.configuration)
  await trust(workspace, text)
  io.stdout.write(`Trusted as it is now: ${workspace.configuration ?? ''}\n`)
  for (const pattern of permissions.allow) io.stdout.write(`  may run  ${visibleLine(pattern)}\n`)
  return exits.done
}
