import { visible } from '../visible.ts'

/**
 * A text as it may stand in HTML and XML 1.0, in content and in attributes. What would control a terminal is shown as `\x1b`, which XML
 * could not hold either.
 */
export function escapeMarkup(text: string): string {
  return visible(text.toWellFormed())
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
