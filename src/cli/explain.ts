import { exits, type Exit } from './exit.ts'
import { styleFor, type Io } from './io.ts'

/** Says what went wrong on the standard error and gives the exit code for it. */
export function explain(error: unknown, io: Io): Exit {
  const style = styleFor(io.stderr, io.environment)
  if (isCommanderError(error)) return error.exitCode === 0 ? exits.done : exits.usage
  if (isGoapError(error)) {
    io.stderr.write(`${style('red', 'goap:')} ${error.message}  ${style('dim', error.code)}\n`)
    if (error.hint !== '') io.stderr.write(`  ${error.hint}\n`)
    return error.code === 'run/document-errors' ? exits.documents : exits.usage
  }
  const told = error instanceof Error ? error : new Error(String(error))
  io.stderr.write(`${style('red', 'goap:')} an internal error: ${told.message}\n`)
  if (io.environment['GOAP_DEBUG']) io.stderr.write(`${told.stack ?? ''}\n`)
  else io.stderr.write('  This is a defect of goap; please report it. GOAP_DEBUG=1 shows where.\n')
  return exits.bug
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
  return error instanceof Error &&
    'exitCode' in error &&
    error.constructor.name.startsWith('Commander')
    ? true
    : error instanceof Error && 'exitCode' in error && error.name === 'CommanderError'
}
