export { standingsOf, type Again, type StandingOptions } from './standings.ts'
export { execute, resume } from './execute.ts'
export { frozen, frozenAt, type Frozen } from './frozen.ts'
export { canonical, hashOf } from './hash.ts'
export type { Asker, ExecuteOptions, RunOptions } from './options.ts'
export type { Run, Trouble } from './run.ts'
export { simulate, type SimulateOptions, type Simulation } from './simulate.ts'
export {
  planDefinition,
  taskDefinition,
  taskDefinitions,
  type RunSpec,
  type Standing,
} from './spec.ts'
export type { OpenRequest } from './state.ts'
export type { FailurePolicy } from './spec.ts'
export type { ResumeOptions } from './execute.ts'
export { refusedAnswer } from './refused-answer.ts'
export type { RetryPolicy } from './retry.ts'
export type { Done, Failed } from './state.ts'
export type { Replanned, Replanner, ReplanRequest } from './replanner.ts'
export { observeWorld, worldOf, type FoundWorld } from './observe-world.ts'
export type { Observation } from './observing.ts'
export { courseOf } from './replanning.ts'
