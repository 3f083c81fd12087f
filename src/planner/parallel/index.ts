export { deorder, type DeorderOptions, type PartialOrder } from './deorder.ts'
export {
  schedulePlan,
  type PlanSchedule,
  type PlanScheduleOptions,
  type ScheduledStep,
} from './schedule-plan.ts'
