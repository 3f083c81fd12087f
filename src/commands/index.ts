export type { Command, CommandResult, Commands, ProcessGroup, RunOptions } from './commands.ts'
