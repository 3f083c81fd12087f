export { alternatives, type Alternative, type Alternatives } from './alternatives.ts'
export { causalLinks, type CausalLink } from './causal-links.ts'
export type { Conflict, Maker } from './conflicts.ts'
export { alternativesText, noPlanText, suggestion, whyActionText, whyNotText } from './text.ts'
export { whyAction, type WhyAction } from './why-action.ts'
export {
  explainNoPlan,
  type Missing,
  type NoPlan,
  type SearchTask,
  type NoPlanOptions,
} from './explain-no-plan.ts'
export { whyNot, type WhyNot } from './why-not.ts'
