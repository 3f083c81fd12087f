export { contingencyFor, type FailedMeasure, type Failure } from './match.ts'
export { stepsOf, type RemedyStep } from './steps.ts'
