import type { Task } from '../../model/index.ts'
import type { PlacedCard } from './block.ts'
import { effortText, sizes } from './card.ts'
import { signs, statusWords } from './style.ts'
import { escapeXml as escaped } from './xml.ts'

export interface CardMarks {
  readonly isCritical: boolean
  readonly isInCircle: boolean
}

/** A card as SVG; what does not fit on it is in its title. */
export function cardElement(placed: PlacedCard, marks: CardMarks): string {
  return placed.card.node.gate ? gateElement(placed) : taskElement(placed, marks)
}

function taskElement(
  { card, x, y, width, height }: PlacedCard,
  { isCritical, isInCircle }: CardMarks,
): string {
  const { name, title, foot, badge, status } = card
  const mark = `${isCritical ? ' c' : ''}${isInCircle ? ' r' : ''}`
  const top = 9
  const first = top + 13
  const indent = name === '' ? 36 : 16
  const start = top + (name === '' ? 0 : 17)
  return [
    `<g class="${status}" transform="translate(${x} ${y})">`,
    `<title>${escaped(inWords(card.node.task, isCritical))}</title>`,
    `<rect class="card${mark}" width="${width}" height="${height}" rx="6"/>`,
    `<path class="bar" d="M6 0.7H7V${height - 0.7}H6Q0.7 ${height - 0.7} 0.7 ${height - 6}V6Q0.7 0.7 6 0.7Z"/>`,
    `<g transform="translate(22 ${first - 4.5})"><circle class="disc" r="7"/>${signs[status]}</g>`,
    name === '' ? '' : `<text class="id" x="36" y="${first}">${escaped(name)}</text>`,
    badge === ''
      ? ''
      : `<text class="s m" text-anchor="end" x="${width - 10}" y="${first}">${escaped(badge)}</text>`,
    ...title.map(
      (line, index) =>
        `<text class="t" x="${indent}" y="${start + 12 + index * sizes.line}">${escaped(line)}</text>`,
    ),
    foot === ''
      ? ''
      : `<text class="s m" x="${indent}" y="${start + title.length * sizes.line + 13}">${escaped(foot)}</text>`,
    '</g>',
  ].join('')
}

function gateElement({ card, x, y, width, height }: PlacedCard): string {
  const middle = height / 2
  const { title = '', criteria = [] } = card.node.gate ?? {}
  const top = Math.round((height - card.title.length * sizes.line) / 2)
  const count = `${criteria.length} ${criteria.length === 1 ? 'criterion' : 'criteria'}`
  return [
    `<g class="gate" transform="translate(${x} ${y})">`,
    `<title>${escaped(`Gate: ${title} — ${count}`)}</title>`,
    `<rect class="card" width="${width}" height="${height}" rx="${Math.min(20, middle)}"/>`,
    `<path class="dia" d="M26 ${middle - 16}L42 ${middle}L26 ${middle + 16}L10 ${middle}Z"/>`,
    `<text class="s" text-anchor="middle" x="26" y="${middle + 4}">${escaped(card.name)}</text>`,
    ...card.title.map(
      (line, index) =>
        `<text class="t" x="52" y="${top + 12 + index * sizes.line}">${escaped(line)}</text>`,
    ),
    '</g>',
  ].join('')
}

/** Everything that is known of a task in a sentence. */
function inWords(task: Task | null, isCritical: boolean): string {
  if (!task) return ''
  return [
    `${task.id === null ? '' : `${task.id} `}${task.title}`,
    statusWords[task.status ?? 'pending'],
    ...(task.agent === null ? [] : [`by ${task.agent}`]),
    ...(task.effort === null ? [] : [effortText(task.effort)]),
    ...(task.priority === null ? [] : [task.priority]),
    ...(isCritical ? ['on the critical path'] : []),
    ...(task.place === null ? [] : [`line ${task.place.line}`]),
  ].join(' — ')
}
