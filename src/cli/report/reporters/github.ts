import type { RunEvent } from '../../../index.ts'
import type { Discreet } from '../../discreet.ts'
import type { Output } from '../../io.ts'
import { visible, visibleOutput } from '../../visible.ts'
import { display, type Display } from '../display.ts'
import { plainLines, seconds, type Names } from '../plain.ts'
import { summaryLines, type SummaryOptions } from '../summary.ts'
import { usefulLines } from '../useful.ts'

export interface GithubOptions {
  readonly out: Output
  readonly names: Names
  readonly clean: Discreet
  readonly summary: SummaryOptions
  /** What is said beside the events. */
  readonly say: (line: string) => void
  /** A document as the checkout names it. */
  readonly file: (document: string) => string
}

const unstyled = (_format: unknown, text: string): string => text

/**
 * Workflow commands of GitHub Actions (docs.github.com: Workflow commands for GitHub Actions): what ended is a group with its output,
 * what failed or waits is an annotation at its place in the document. No text of a document or a command can be a command itself.
 */
export function githubDisplay({ out, names, clean, summary, say, file }: GithubOptions): Display {
  const print = (lines: readonly string[]): void =>
    lines.forEach((line) => void out.write(`${harmless(line)}\n`))

  function command(name: string, properties: Readonly<Record<string, string>>, data: string): void {
    const list = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`)
    out.write(`::${name}${list.length > 0 ? ` ${list.join(',')}` : ''}::${escaped(data)}\n`)
  }

  function grouped(title: string, lines: readonly string[]): void {
    if (lines.length === 0) return print([title])
    command('group', {}, title)
    print(lines)
    out.write('::endgroup::\n')
  }

  function annotate(level: 'error' | 'warning', key: string, title: string, text: string): void {
    const place = summary.places?.(key)
    const where = place ? { file: file(place.document), line: String(place.line) } : {}
    command(level, { ...where, title: visible(title) }, text)
  }

  function finished(event: Extract<RunEvent, { type: 'task.finished' }>): void {
    const { task, outcome } = event
    const [title = '', ...rest] = plainLines(event, names, unstyled)
    const output = outcome.evidence.flatMap(evidenceLines)
    grouped(title, output.length > 0 ? output : rest)
    if (outcome.kind === 'failed')
      annotate('error', task, names(task), [outcome.reason, ...usefulLines(tailOf(outcome.evidence))].join('\n')) // prettier-ignore
  }

  function judged(event: Extract<RunEvent, { type: 'gate.finished' }>): void {
    const [title = '', ...rest] = plainLines(event, names, unstyled)
    grouped(title, rest)
    for (const { key, text, verdict, reason, evidence } of event.criteria)
      if (verdict === 'failed' || verdict === 'insufficient-evidence')
        annotate(event.blocking ? 'error' : 'warning', `${event.gate}/${key}`, names(event.gate), [`${text}: ${reason}`, ...usefulLines(tailOf(evidence))].join('\n')) // prettier-ignore
  }

  return display({
    take(told) {
      const event = clean.all(told)
      if (event.type === 'task.finished') finished(event)
      else if (event.type === 'gate.finished') judged(event)
      else print(plainLines(event, names, unstyled))
    },
    say,
    report(told) {
      for (const { subject, text, command: script } of clean.all(told.waiting))
        annotate('warning', subject, `${names(subject)} waits`, script === null ? text : `${text}\n${script}`) // prettier-ignore
      print(summaryLines(told, unstyled, summary))
    },
  })
}

type Evidence = Extract<RunEvent, { type: 'task.finished' }>['outcome']['evidence']

function evidenceLines(one: Evidence[number]): readonly string[] {
  if (one.kind !== 'command') return []
  const ended = one.exit === null ? `ended by ${one.signal ?? 'a signal'}` : `exit code ${one.exit}`
  const printed = visibleOutput(one.tail).trimEnd()
  return [
    ...visible(one.command)
      .trim()
      .split('\n')
      .map((line) => `$ ${line}`),
    ...(printed === '' ? [] : printed.split('\n').map((line) => `│ ${line}`)),
    `${ended} after ${seconds(one.duration)}, sha256 ${one.hash}`,
  ]
}

function tailOf(evidence: Evidence): string {
  return evidence.findLast((one) => 'tail' in one)?.tail ?? ''
}

/** A line that the runner does not take for a command: `::` at the beginning, `##[` anywhere. */
function harmless(line: string): string {
  const safe = line.replaceAll('##[', '## [')
  return safe.trimStart().startsWith('::') ? `│ ${safe}` : safe
}

function escaped(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
