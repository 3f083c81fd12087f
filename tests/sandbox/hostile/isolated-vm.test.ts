import { waysToRun } from '../backends.ts'
import { describeHostile } from '../describe-hostile.ts'

describeHostile('isolated-vm', waysToRun['isolated-vm'])
