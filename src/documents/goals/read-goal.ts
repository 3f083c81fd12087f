import type { Diagnostic, GoalDocument, Problem } from '../../model/index.ts'
import { finding } from '../read/finding.ts'
import { blocksOf } from '../read/text/blocks.ts'
import { forget } from '../read/text/remember.ts'
import { openText } from '../read/text/text.ts'
import { sourceOf } from '../source.ts'
import { assembled } from './assemble.ts'
import { placeOf, type Context } from './context.ts'
import { draftsOf, type Drafts } from './drafts.ts'
import { examined } from './examine.ts'
import { fencedFields } from './goal-fence.ts'
import { sectionsOf } from './sections.ts'
import { declarationsOf } from './signatures.ts'

/**
 * Reads a goal document (docs/goal-format.md): what is to be reached, what is known, what may be done, and what is wrong with it. Any
 * text gives a document; throws `documents/too-large` and `documents/not-text` for what is no text.
 */
export function readGoal(input: string | Uint8Array, file = ''): GoalDocument {
  try {
    forget()
    const source = sourceOf(input, file === '' ? {} : { file })
    const text = openText(source.text)
    const context: Context = { text, found: [] }
    const blocks = blocksOf(text.clean)
    const drafts = draftsOf(sectionsOf(blocks), context)
    const read = assembled(drafts, file, context)
    const problem = withFields(read, fencedFields(blocks, context))
    const heading = drafts.goalPlace ?? drafts.title
    const diagnostics = [
      ...context.found,
      ...claimFindings(drafts, problem, context),
      ...examined(problem, heading && placeOf(context, heading)),
    ]
    return {
      file,
      source,
      problem,
      diagnostics: diagnostics.toSorted((a, b) => a.place.start - b.place.start),
    }
  } finally {
    forget()
  }
}

/** What a fence says counts; types of facts follow from it where it does not state them. */
function withFields(problem: Problem, fields: Partial<Problem>): Problem {
  if (Object.keys(fields).length === 0) return problem
  const whole = { ...problem, ...fields }
  if (fields.declarations) return whole
  const stated = whole.declarations.filter(({ origin }) => origin === 'stated')
  return { ...whole, declarations: declarationsOf(stated, whole) }
}

/** Ticks of the present state whose facts nothing else tells. */
function claimFindings(
  { claims }: Drafts,
  { facts, probes }: Problem,
  context: Context,
): readonly Diagnostic[] {
  const known = new Set([...facts.map(({ name }) => name), ...probes.map(({ fact }) => fact)])
  return claims
    .filter(({ fact }) => !known.has(fact))
    .map(({ fact, piece }) =>
      finding('documents/claimed-fact', `Only a tick says "${fact}", and a tick is not believed.`, placeOf(context, piece)),
    ) // prettier-ignore
}
