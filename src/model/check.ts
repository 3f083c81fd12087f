import type { ScriptBlock } from './script-block.ts'

/** How a value is measured, with evidence. */
export type Check =
  /** Runs a command of the document; its value is exit code and output. */
  | { readonly kind: 'command'; readonly command: string; readonly runnable: boolean }
  /** Looks a fact of the run up. */
  | { readonly kind: 'fact'; readonly name: string }
  /** Takes a number out of what a command prints, or out of a file; `take` null: the only number or the last percentage there is. */
  | {
      readonly kind: 'metric'
      readonly from: MetricSource
      readonly take: Take | null
      /** The unit of time or size that the number is compared in: `ms`, `kB`. Absent for shares and bare numbers. */
      readonly unit?: string
    }
  /**
   * Looks a file or folder of the workspace up, by its path from there, with `/`. `partial`: the words say more than is looked at,
   * so it can be refuted and not be proven.
   */
  | { readonly kind: 'file'; readonly path: string; readonly partial: boolean }
  /**
   * Runs a script of the document in the sandbox. True or false, or an object that says `passed`, is its verdict; a number or text is
   * compared with what is expected.
   */
  | ({ readonly kind: 'script' } & Omit<ScriptBlock, 'place'>)
  /** Asks a person to agree; `by` is who, as the document says it. */
  | { readonly kind: 'approval'; readonly by: string | null }

/** What a number is taken out of. */
export type MetricSource =
  | { readonly kind: 'command'; readonly command: string; readonly runnable: boolean }
  | { readonly kind: 'file'; readonly path: string }

/** How a number is taken out of a text. */
export type Take =
  /** The number at a path of the JSON: `total.lines.pct`, `runs[0].time`. */
  | { readonly kind: 'json'; readonly path: string }
  /** The last match of a regular expression: its first group, else all of it. */
  | { readonly kind: 'pattern'; readonly pattern: string }
  /** A figure of a report of tests (JUnit) or coverage (Istanbul's summary, LCOV, Cobertura). */
  | { readonly kind: 'report'; readonly figure: ReportFigure }

/** `passed` to `tests` are numbers of tests; the others covered shares in per cent. */
export type ReportFigure = TestFigure | CoverageFigure
export type TestFigure = 'tests' | 'passed' | 'failures' | 'errors' | 'skipped'
export type CoverageFigure = 'lines' | 'statements' | 'branches' | 'functions'

/** The command that a check runs; null for one that runs none. */
export function commandOf(
  check: Check | null,
): { readonly command: string; readonly runnable: boolean } | null {
  if (check?.kind === 'command') return check
  return check?.kind === 'metric' && check.from.kind === 'command' ? check.from : null
}

export type Comparison = '=' | '≠' | '<' | '≤' | '>' | '≥'

/** What a checked value must be. */
export type Expectation =
  /** The command's exit code. */
  | { readonly kind: 'exit'; readonly code: number }
  /** The output holds this text, compared without case; a file holds exactly this text. */
  | { readonly kind: 'contains'; readonly text: string }
  /** The file is there, or is not. */
  | { readonly kind: 'exists'; readonly exists: boolean }
  /** A part of the file matches this regular expression; `^` and `$` are the ends of lines. */
  | { readonly kind: 'matches'; readonly pattern: string }
  /** The number that stands before or behind `noun` in the output: `0 failures`, `failures: 0`. */
  | {
      readonly kind: 'count'
      readonly noun: string
      readonly compare: Comparison
      readonly value: number
    }
  /** The last number of the output, or the percentage, or the time the command took (milliseconds); of a metric its number. */
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
