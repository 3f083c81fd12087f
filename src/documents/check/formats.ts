import type { Json } from '../../base/index.ts'
import type { Diagnostic, Place, Severity } from '../../model/index.ts'
import { fingerprints } from './baseline.ts'
import { catalogue } from './catalogue.ts'
import { othersTold } from './gather.ts'

/** The findings of one file, with the text that they speak of. */
export interface Findings {
  readonly file: string
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Findings as workflow commands of GitHub Actions, which shows them beside the lines
 * (docs.github.com: Workflow commands for GitHub Actions).
 */
export function githubCommands({ file, diagnostics }: Findings): readonly string[] {
  const levels = { error: 'error', warning: 'warning', info: 'notice' } as const
  return diagnostics.map((diagnostic) => {
    const { severity, code, message, hint, place } = diagnostic
    const sameLine = place.line === place.endLine ? `,col=${place.column},endColumn=${place.endColumn}` : '' // prettier-ignore
    const where = `file=${property(file)},line=${place.line},endLine=${place.endLine}${sameLine}`
    const told = [message, othersTold(diagnostic), hint].filter((part) => part !== '').join('\n')
    return `::${levels[severity]} ${where},title=${property(code)}::${data(told)}`
  })
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** Findings of all files as a SARIF 2.1.0 log (OASIS); `help` gives the text of a code's section in Markdown. */
export function sarif(
  all: readonly Findings[],
  version: string,
  help: (code: string) => string | undefined,
): Json {
  const rules = Object.entries(catalogue)
  const codes = rules.map(([code]) => code)
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'goap',
            version,
            rules: rules.map(([code, entry]) => ruleOf(code, entry, help(code))),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: all.flatMap(({ file, text, diagnostics }) =>
          fingerprints(diagnostics, text).map(({ diagnostic, line }) =>
            resultOf(file, diagnostic, line, codes),
          ),
        ),
      },
    ],
  }
}

const levels = { error: 'error', warning: 'warning', info: 'note' } as const

function ruleOf(
  code: string,
  { severity, hint }: { readonly severity: Severity; readonly hint: string },
  help: string | undefined,
): Json {
  return {
    id: code,
    shortDescription: { text: code.replace('documents/', '').replaceAll('-', ' ') },
    ...(help === undefined
      ? hint === ''
        ? {}
        : { help: { text: hint } }
      : { help: { text: help.replaceAll('**', ''), markdown: help } }),
    defaultConfiguration: { level: levels[severity] },
  }
}

function resultOf(
  file: string,
  { code, severity, message, hint, place, related }: Diagnostic,
  line: string,
  codes: readonly string[],
): Json {
  const location = (at: Place): Record<string, Json> => ({
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file), uriBaseId: '%SRCROOT%' },
      region: {
        startLine: at.line,
        startColumn: at.column,
        endLine: at.endLine,
        endColumn: at.endColumn,
      },
    },
  })
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: { text: hint === '' ? message : `${message} ${hint}` },
    locations: [location(place)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((one, id) => ({
            id,
            ...location(one.place),
            message: { text: one.message },
          })),
        }),
    partialFingerprints: { 'line/v1': `${code} ${line}` },
  }
}
