import { quickJsBackend } from '../../src/sandbox/quickjs/quickjs.ts'
import { sandboxContract } from '../contracts/sandbox.ts'

sandboxContract('quickjs', async () => quickJsBackend({ threads: 2 }))
