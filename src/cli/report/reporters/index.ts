import { appendFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Account, RunEvent } from '../../../index.ts'
import type { Discreet } from '../../discreet.ts'
import { styleFor, type Io, type Output } from '../../io.ts'
import { display, together, type Begun, type Display } from '../display.ts'
import type { Names } from '../plain.ts'
import type { SummaryOptions } from '../summary.ts'
import type { Choice, ReporterKind } from './choice.ts'
import { fileOutput, type FileOutput } from './file.ts'
import { githubDisplay } from './github.ts'
import { jsonDisplay, linesDisplay } from './lines.ts'

export interface ReporterOptions {
  readonly io: Io
  /** Absolute: where the documents lie. */
  readonly root: string
  /** The documents of the run, by their names. */
  readonly documents: readonly string[]
  readonly names: Names
  readonly clean: Discreet
  readonly summary: SummaryOptions
  /** Gets what could not be written. */
  readonly trouble: (text: string) => void
}

export interface Reporters {
  readonly display: Display
  /** Closes the files. */
  readonly end: () => void
}

/**
 * The displays of the reporters that were asked for; `otherwise` shows the run at the standard output when none of them does. Throws
 * what `fileOutput` throws.
 */
export async function reporters(
  choices: readonly Choice[],
  otherwise: () => Promise<Display>,
  options: ReporterOptions,
): Promise<Reporters> {
  const { io, root, documents, trouble } = options
  const sources = documents.map((document) => join(root, document))
  const files: FileOutput[] = []
  const displays: Display[] = []
  const end = (): void => {
    for (const file of files) {
      const why = file.close()
      if (why !== null) trouble(why)
    }
  }
  try {
    if (choices.every(({ file }) => file !== null)) displays.push(await otherwise())
    for (const { kind, file: name } of choices) {
      const file = name === null ? null : await fileOutput(io.folder, name, sources)
      if (file) files.push(file)
      displays.push(await displayOf(kind, file ?? io.stdout, options))
    }
  } catch (error) {
    end()
    throw error
  }
  return { display: together(displays), end }
}

async function displayOf(
  kind: ReporterKind,
  out: Output,
  options: ReporterOptions,
): Promise<Display> {
  const { io, names, clean, summary } = options
  const say = (line: string): void => void io.stderr.write(`${line}\n`)
  switch (kind) {
    case 'plain':
      return linesDisplay({ out, style: styleFor(out, fileless(io, out)), names, clean, summary })
    case 'jsonl':
      return jsonDisplay(out, say, clean)
    case 'junit':
      return junitDisplay(out, options)
    case 'github': {
      const shown = githubDisplay({ out, names, clean, summary, say, file: checkoutName(options) })
      return together([shown, await stepSummary(options)])
    }
  }
}

/** A file has no colours, even when they are forced. */
function fileless(io: Io, out: Output): Io['environment'] {
  return out === io.stdout ? io.environment : { FORCE_COLOR: '0' }
}

async function junitDisplay(out: Output, options: ReporterOptions): Promise<Display> {
  const { junitXml } = await import('./junit.ts')
  const { io, names } = options
  const say = (line: string): void => void io.stderr.write(`${line}\n`)
  return { ...(await accounted(options, (told) => void out.write(junitXml(told, names)))), say }
}

/** Appends the report to the summary of the job's step, where there is one. */
async function stepSummary(options: ReporterOptions): Promise<Display> {
  const { io, names, trouble } = options
  const file = io.environment['GITHUB_STEP_SUMMARY']
  if (file === undefined || file === '') return display({})
  const { accountMarkdown } = await import('../account/markdown.ts')
  return accounted(options, (told) => {
    const whole = accountMarkdown(told, names)
    const isTooLong = Buffer.byteLength(whole) > summaryLimit
    try {
      // A summary that is too long would not be shown at all; what it would lack is the evidence of each task.
      appendFileSync(file, isTooLong ? accountMarkdown(told, names, { brief: true }) : whole)
    } catch (cause) {
      trouble(`The step summary could not be written: ${cause instanceof Error ? cause.message : String(cause)}`) // prettier-ignore
    }
  })
}

/** GitHub takes 1 MiB from a step. */
const summaryLimit = 1_000_000

/** Collects the events, and tells all that is known of the run at its end. */
async function accounted(
  { clean }: ReporterOptions,
  tell: (told: Account) => void,
): Promise<Display> {
  const { account } = await import('../../../observe/index.ts')
  const events: RunEvent[] = []
  let begun: Begun = { run: '', plans: [], standings: {} }
  return display({
    begin(given) {
      begun = given
      events.length = 0
    },
    past: (event) => void events.push(event),
    take: (event) => void events.push(event),
    report: ({ run }) => tell(clean.all(account(run, begun, events))),
  })
}

/** Annotations name files from the root of the checkout, which need not be the workspace. */
function checkoutName({ io, root }: ReporterOptions): (document: string) => string {
  const checkout = io.environment['GITHUB_WORKSPACE']
  if (checkout === undefined || checkout === '') return (document) => document
  return (document) => {
    const path = relative(checkout, join(root, document)).replaceAll('\\', '/')
    return path.startsWith('..') ? document : path
  }
}
