import type ChildProcess from 'node:child_process'
import type Net from 'node:net'

// Node's modules for processes and sockets bring others along: they are loaded with the first process, since most calls of goap
// start none.

/** `node:child_process`. */
export function childProcess(): typeof ChildProcess {
  return process.getBuiltinModule('node:child_process')
}

/** `node:net`. */
export function net(): typeof Net {
  return process.getBuiltinModule('node:net')
}
