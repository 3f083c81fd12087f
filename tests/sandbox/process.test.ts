import { processBackend } from '../../src/sandbox/process/process.ts'
import { sandboxContract } from '../contracts/sandbox.ts'

sandboxContract('process', async () => processBackend({ processes: 2 }))
