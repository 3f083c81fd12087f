export { openDatabase, type Database, type DatabaseOptions, type Row } from './database.ts'
export { isDuplicate } from './failure.ts'
export { lookInto, type Look } from './look.ts'
