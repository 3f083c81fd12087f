export interface MeterOptions {
  /** The exported counter, an i64 that the host reads and sets. Default `fuel`. */
  readonly fuel?: string
  /** What the counter holds until the host sets it, so also while the module starts. Default: 2^63 - 1. */
  readonly initial?: bigint
  /**
   * What is called when the counter is below zero: a function without parameters that the module imports already, or the one function
   * (without parameters and results) in a table that is exported under this name, for the host to put it there. Default: it traps then.
   */
  readonly refill?: { readonly module: string; readonly name: string } | { readonly table: string }
  /**
   * Whether calls of functions are counted. Without, a module can run long by recursion alone, so leave it out only where that is known
   * not to happen. Default true.
   */
  readonly calls?: boolean
  /** The most pages of 64 KiB that the memories of the module may have together. Default: what the module says. */
  readonly pages?: number
  /**
   * Makes the size of the only memory a number that can be put back, so that the pages it grew by are used again: two exported i32, `size`
   * with the pages that the module believes to have, and `limit` with the most that it may have. It is for the host to clear those pages.
   * Default: memory grows as ever, and never shrinks.
   */
  readonly pageCounters?: { readonly size: string; readonly limit: string }
  /** The most elements that the tables of the module may have together. Default: what the module says. */
  readonly elements?: number
  /**
   * The name under which the function is exported that the module would call at its very start, if it has one: then it does not, and the host calls it
   * when all else is in order. Default: it starts by itself.
   */
  readonly start?: string
  /** Called before each function is rewritten; what it throws ends the work. Default: nothing. */
  readonly between?: () => void
  /** Exports every mutable global of the module, so that all of its state can be put back, under this and its number. */
  readonly globals?: string
  /**
   * For each global that is exported by these options (the counter, those of `pageCounters` and `globals`), exports a function that reads it and one that
   * sets it, under its name with these before it: from JavaScript a call takes a fifth of the time that the property `value` of a global does. An i64
   * passes as an f64, so exactly up to 2^53. Default: there are none.
   */
  readonly access?: { readonly get: string; readonly set: string }
  /**
   * Marks what the module writes: exports a `memory` with a byte for each quarter KiB of the module's only memory, which becomes 1 when something
   * is written there, or up to 15 bytes behind (marks.ts); and a function `putBack(image, end)` that undoes what is marked (put-back.ts).
   * Default: nothing is marked.
   */
  readonly marks?: { readonly memory: string; readonly putBack: string }
}
