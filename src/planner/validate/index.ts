export { printPlanFile, readPlanFile, type PlanFile, type PlanFileStep } from './plan-file.ts'
export {
  validateGroundPlan,
  type GroundFailure,
  type GroundValidation,
} from './validate-ground-plan.ts'
export {
  stepText,
  validatePlan,
  type PlanFailure,
  type PlanStep,
  type PlanValidation,
  type TracedStep,
} from './validate-plan.ts'
