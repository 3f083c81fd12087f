import type { Place } from './place.ts'

/** JavaScript or TypeScript that a document or an agent's file holds, to be run in the sandbox. */
export interface ScriptBlock {
  readonly language: 'js' | 'ts'
  readonly code: string
  /** Where its first line begins. */
  readonly place?: Pick<Place, 'line' | 'column'> | null
}

/** What the language of a fence is to the sandbox; null: nothing that it runs. */
export function scriptLanguage(language: string): ScriptBlock['language'] | null {
  if (/^(?:js|mjs|javascript)$/.test(language)) return 'js'
  return /^(?:ts|mts|typescript)$/.test(language) ? 'ts' : null
}
