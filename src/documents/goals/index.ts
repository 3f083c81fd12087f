export { isGoalDocument } from './is-goal-document.ts'
export { printGoal } from './print-goal.ts'
export { proseOfGoal } from './prose.ts'
export { readGoal } from './read-goal.ts'
