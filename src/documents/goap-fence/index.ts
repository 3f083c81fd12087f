export { withFences, type Fenced } from './read-fence.ts'
export { renamed } from './rename.ts'
export type { Fence } from './schema.ts'
