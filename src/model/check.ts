/** How a value is measured, with evidence. */
export type Check =
  /** Runs a command of the document; its value is exit code and output. */
  | { readonly kind: 'command'; readonly command: string; readonly runnable: boolean }
  /** Looks a fact of the run up. */
  | { readonly kind: 'fact'; readonly name: string }
  /** Asks a person to agree; `by`: who is meant, if the document says so. */
  | { readonly kind: 'approval'; readonly by: string | null }

export type Comparison = '=' | '≠' | '<' | '≤' | '>' | '≥'

/** What a checked value must be. */
export type Expectation =
  /** The command's exit code. */
  | { readonly kind: 'exit'; readonly code: number }
  /** The output holds this text, compared without case. */
  | { readonly kind: 'contains'; readonly text: string }
  /** The number that stands before or behind `noun` in the output: `0 failures`, `failures: 0`. */
  | {
      readonly kind: 'count'
      readonly noun: string
      readonly compare: Comparison
      readonly value: number
    }
  /** The last number of the output, or the percentage, or the time the command took (milliseconds). */
  | {
      readonly kind: 'threshold'
      readonly of: 'number' | 'percent' | 'duration'
      readonly compare: Comparison
      readonly value: number
    }
  /** A fact's value. */
  | {
      readonly kind: 'value'
      readonly compare: Comparison
      readonly value: string | number | boolean
    }
