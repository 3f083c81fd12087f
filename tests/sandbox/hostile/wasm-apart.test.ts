import { waysToRun } from '../backends.ts'
import { describeHostile } from '../describe-hostile.ts'

describeHostile('wasm apart', waysToRun['wasm apart'])
