import { waysToRun } from '../backends.ts'
import { describeHostile } from '../describe-hostile.ts'

describeHostile('quickjs', waysToRun.quickjs)
