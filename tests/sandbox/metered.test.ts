import { meteredBackend } from '../../src/sandbox/index.ts'
import { sandboxContract } from '../contracts/sandbox.ts'

sandboxContract('wasm', meteredBackend)
