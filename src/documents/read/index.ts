import type { PlanDocument } from '../../model/index.ts'
import { renamed, withFences } from '../goap-fence/index.ts'
import { sourceOf } from '../source.ts'
import { blocksOf } from './text/blocks.ts'
import { figuresOf } from './figures.ts'
import { findings } from './findings.ts'
import { groupedOf, marksOf } from './marks.ts'
import { planOf } from './plan/plan.ts'
import { understand, type Reading } from './understand.ts'
import { forget } from './text/remember.ts'
import { outline } from './text/sections.ts'
import { openText } from './text/text.ts'

/**
 * Reads a plan document: what it means, every token that shows a status, and what was found on the way. Any text gives a
 * document; throws `documents/too-large` and `documents/not-text` for what is no text.
 */
export function read(input: string | Uint8Array, file = ''): PlanDocument {
  try {
    forget()
    return reading(input, file)
  } finally {
    forget()
  }
}

function reading(input: string | Uint8Array, file: string): PlanDocument {
  const source = sourceOf(input, file === '' ? {} : { file })
  const text = openText(source.text)
  const reading = understand(outline(blocksOf(text.clean)))
  const { plan, found, names } = withFences(planOf(reading, text, file), reading.outline, text)
  const beside = {
    marks: marksOf(reading, text, source.text),
    groups: taskGroups(reading),
    figures: figuresOf(reading, text, source.text),
  }
  return {
    file,
    source,
    plan,
    diagnostics: [...findings(reading, text), ...found],
    ...(names.length === 0 ? beside : renamed(beside, names)),
  }
}

function taskGroups(found: Reading): PlanDocument['groups'] {
  return groupedOf(found).map(({ key, title, tasks }) => ({
    key,
    title,
    tasks: tasks.map((task) => task.key),
  }))
}
