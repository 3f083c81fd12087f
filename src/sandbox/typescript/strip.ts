import { stripTypeScriptTypes } from 'node:module'

/** What Node's reader of TypeScript makes of a source. */
export type Stripped =
  /** `map` is a source map as JSON; null where every place is as it was. */
  | { readonly kind: 'text'; readonly text: string; readonly map: string | null }
  | { readonly kind: 'wrong'; readonly message: string; readonly line: number | null; readonly column: number | null } // prettier-ignore
  /** It must be written anew, and is too large for that. */
  | { readonly kind: 'too-large'; readonly message: string }
  /** The reader itself broke, which nesting too deep for its stack does: it must not be used again. */
  | { readonly kind: 'broken' }

/**
 * UTF-16 units of a source that may be written anew. What is written is indented, so its size goes with the square of the source's: half a
 * megabyte of deep blocks makes 300 MB.
 */
const mostAnew = 128 * 1024

/** Replaces types by blanks, so that places stay; what is more than types, such as an enum, is written anew. */
export function strip(source: string, file: string): Stripped {
  try {
    return { kind: 'text', text: quietly(() => stripTypeScriptTypes(source)), map: null }
  } catch (error) {
    if (codeOf(error) !== 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return faultOf(error)
  }
  if (source.length > mostAnew)
    return { kind: 'too-large', message: `TypeScript with more than types in it, such as an enum, may have ${mostAnew} characters, and this has ${source.length}.` } // prettier-ignore
  try {
    return mapped(quietly(() => stripTypeScriptTypes(source, { mode: 'transform', sourceMap: true, sourceUrl: file }))) // prettier-ignore
  } catch (error) {
    return faultOf(error)
  }
}

/** Takes the source map off the end of a text. */
function mapped(written: string): Stripped {
  const mark = '\n//# sourceMappingURL=data:application/json;base64,'
  const at = written.lastIndexOf(mark)
  const map = at < 0 ? '{"version":3,"sources":[],"mappings":""}' : Buffer.from(written.slice(at + mark.length), 'base64').toString() // prettier-ignore
  return { kind: 'text', text: at < 0 ? written : written.slice(0, at), map }
}

/** Without the warning that this function of Node is an experiment; any other goes on its way. */
function quietly<T>(work: () => T): T {
  // oxlint-disable-next-line typescript/unbound-method -- it is put back as it was
  const { emitWarning } = process
  process.emitWarning = (warning: string | Error, ...rest: readonly unknown[]) => {
    if (!String(warning).includes('stripTypeScriptTypes')) Reflect.apply(emitWarning, process, [warning, ...rest]) // prettier-ignore
  }
  try {
    return work()
  } finally {
    process.emitWarning = emitWarning
  }
}

/** Node tells the place only at the head of the stack: `file:line`, the lines around it, and marks below the place. */
function faultOf(error: unknown): Stripped {
  const code = codeOf(error)
  if (code !== 'ERR_INVALID_TYPESCRIPT_SYNTAX' && code !== 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return { kind: 'broken' } // prettier-ignore
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  const line = /^[^\n]*:(\d+)\n/.exec(stack)?.[1]
  const before = /\n([ \t]*)\^+\n/.exec(stack)?.[1]
  return {
    kind: 'wrong',
    message,
    line: line === undefined ? null : Number(line),
    column: before === undefined ? null : before.length + 1,
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
