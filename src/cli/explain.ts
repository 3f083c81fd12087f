import { exits, type Exit } from './exit.ts'
import { styleFor, type Io } from './io.ts'
import { visible } from './visible.ts'

/** Says what went wrong on the standard error and gives the exit code for it. */
export function explain(error: unknown, io: Io): Exit {
  const style = styleFor(io.stderr, io.environment)
  if (isCommanderError(error)) return error.exitCode === 0 ? exits.done : exits.usage
  if (isGoapError(error)) {
    const message = visible(error.message)
    io.stderr.write(`${style('red', 'goap:')} ${message}  ${style('dim', error.code)}\n`)
    if (error.hint !== '') io.stderr.write(`  ${visible(error.hint)}\n`)
    if (io.environment['GOAP_DEBUG']) io.stderr.write(`${traced(error)}\n`)
    return error.code === 'run/document-errors' ? exits.documents : exits.usage
  }
  const told = error instanceof Error ? error : new Error(String(error))
  io.stderr.write(`${style('red', 'goap:')} an internal error: ${visible(told.message)}\n`)
  if (io.environment['GOAP_DEBUG']) io.stderr.write(`${traced(told)}\n`)
  else io.stderr.write('  This is a defect of goap; please report it. --debug shows where.\n')
  return exits.bug
}

/** Where an error comes from, with what caused it. */
function traced(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${traced(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}

interface ToldError extends Error {
  readonly code: string
  readonly hint: string
}

// By name, so that the house need not be loaded to explain a wrong option.
function isGoapError(error: unknown): error is ToldError {
  return error instanceof Error && error.name === 'GoapError' && 'code' in error && 'hint' in error
}

function isCommanderError(error: unknown): error is Error & { exitCode: number } {
  return (
    error instanceof Error &&
    'exitCode' in error &&
    'code' in error &&
    String(error.code).startsWith('commander.')
  )
}
