export type { GroundOptions } from './budget.ts'
export { GroundingLimit } from './budget.ts'
export { groundTask } from './ground.ts'
export { simpleOf, type Simple } from './propositional.ts'
