export { ModuleCache } from './compiled.ts'
export { compileScript } from './compile.ts'
export { runModule, type RanModule } from './run.ts'
