import type { Json, Milliseconds, Timestamp } from '../base/index.ts'
import type { Tool } from './tool.ts'

/** What the code of a script is written in: JavaScript (ES2023), TypeScript, or a WASI preview1 module. */
export type ScriptLanguage = 'js' | 'ts' | 'wasm'

/** How sources are called that have no name. Written out: a name that is put together anew each time takes longer to look up. */
export const usualFiles: Readonly<Record<ScriptLanguage, string>> = {
  js: 'script.js',
  ts: 'script.ts',
  wasm: 'script.wasm',
}

/** Untrusted code, and what it gets. */
export interface Script {
  /** Source text, or its bytes in UTF-8; for `wasm` the bytes of the module. */
  readonly code: string | Uint8Array
  /** Default `js`. */
  readonly language?: ScriptLanguage
  /** The name of the source in errors and stacks. Default `script.js`, `script.ts` or `script.wasm`. */
  readonly file?: string
  /** What the script finds as `input`; a module gets it as JSON on its standard input. Default: `input` is undefined. */
  readonly input?: Json
  /** Host functions that it may call, and no others. Default: none. */
  readonly tools?: readonly Tool[]
  /** Bounds that differ from the sandbox's own. */
  readonly limits?: Partial<Limits>
  /**
   * Makes chance and time reproducible: `Math.random` is seeded with it, and the clock stands at `now` and moves only by fuel spent,
   * in UTC. Default: chance and time of the host, in UTC.
   */
  readonly seed?: number
  /** Where the clock of a seeded script starts, in milliseconds since 1970. Default 0. */
  readonly now?: Timestamp
}

/** The bounds of one execution. All hold at once; which was met first is told by the result. */
export interface Limits {
  /**
   * Steps that the interpreter may take: passes through loops of its own code, so that built-in functions are counted too. The same
   * script with the same input spends the same in every run, of the same version of a backend. Infinity: not bounded.
   */
  readonly fuel: number
  /** Time from the start of the script until its result is read, in milliseconds. */
  readonly wall: Milliseconds
  /** Bytes of memory that the script may hold. */
  readonly memory: number
  /** Bytes of stack that the script may use. */
  readonly stack: number
  /** Bytes of standard output and standard error together. */
  readonly output: number
  /** Calls of tools. */
  readonly hostCalls: number
  /** Bytes that may pass in one piece: the source, and as JSON one argument of a tool, one answer of a tool, or the result. */
  readonly value: number
}
