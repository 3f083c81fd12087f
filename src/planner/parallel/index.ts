export { deorder, type DeorderOptions, type PartialOrder } from './deorder.ts'
