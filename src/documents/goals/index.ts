export { isGoalDocument } from './is-goal-document.ts'
export { printGoal } from './print-goal.ts'
export { readGoal } from './read-goal.ts'
