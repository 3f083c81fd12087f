export type { Project } from './project.ts'
export { makeStarter, starterOf, type Starter, type StarterFile } from './starter.ts'
