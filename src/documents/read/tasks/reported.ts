import { enclosing } from '../text/sections.ts'
import type { Mention } from './mention.ts'

/** `### CI-2 — Fail closed` below "Changes": what a report tells of is its work, where nothing else is. */
export function isReported({ form, id, title, section }: Mention): boolean {
  return (
    form === 'block' &&
    id !== null &&
    title !== '' &&
    section.kind === 'heading' &&
    section.role === 'log' &&
    enclosing(section, ({ named, title: told }) => named && changed.test(told.text)) !== null
  )
}

const changed = /\b(?:changes|fixes|work|updates?)\b/i
