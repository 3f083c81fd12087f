import { isolatedBackend } from '../../src/sandbox/isolated/isolated.ts'
import { sandboxContract } from '../contracts/sandbox.ts'

sandboxContract('isolated-vm', async () => isolatedBackend({ processes: 2 }))
