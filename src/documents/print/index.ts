export { print } from './print.ts'
export { samePlan } from './same.ts'
