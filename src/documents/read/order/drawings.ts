import type { Fence } from '../text/blocks.ts'
import { part, worded, type Piece } from '../text/text.ts'

// Drawings of lines: what stands at one end of a line comes before what an arrowhead at another end points to (R7).
//
//   A1 ──┐
//        ├──→ B1 ──→ C1        lines fork and join, turn corners, touch boxes and run below what they come from;
//   A2 ──┘                     people draw them by hand, so that a corner may be a column beside its line.

/** Something that a drawing's lines join: a stretch of text, or what stands in a box. */
export interface Drawn {
  readonly texts: readonly Piece[]
}

/** A line with an arrowhead: from what comes first to what it points to. */
export interface Stroke {
  readonly from: Drawn
  readonly to: Drawn
}

/** No line is followed over more signs: what people draw has far fewer, and large nets take no more than time in proportion. */
const longestLine = 4000

type Side = 'left' | 'right' | 'up' | 'down'
const steps: Readonly<Record<Side, readonly [number, number]>> = {
  left: [0, -1],
  right: [0, 1],
  up: [-1, 0],
  down: [1, 0],
}
const opposite: Readonly<Record<Side, Side>> = {
  left: 'right',
  right: 'left',
  up: 'down',
  down: 'up',
}

const sidesOf = signsOf<readonly Side[]>([
  ['─━═-=', ['left', 'right']],
  ['│┃║|', ['up', 'down']],
  ['┌╭╔', ['right', 'down']],
  ['┐╮╗', ['left', 'down']],
  ['└╰╚', ['right', 'up']],
  ['┘╯╝', ['left', 'up']],
  ['├╠', ['right', 'up', 'down']],
  ['┤╣', ['left', 'up', 'down']],
  ['┬╦', ['left', 'right', 'down']],
  ['┴╩', ['left', 'right', 'up']],
  ['┼╬+', ['left', 'right', 'up', 'down']],
])
const heads = signsOf<Side>([
  ['>▶►→', 'right'],
  ['vV▼↓⬇', 'down'],
  ['<◀◄←', 'left'],
  ['^▲↑', 'up'],
])

/** A blank, or part of a drawing. */
function isFree(sign: string): boolean {
  return sign === ' ' || /[─│┌┐└┘├┤┬┴┼╭╮╰╯]/.test(sign)
}

/** What each sign means; all are of one UTF-16 unit. */
function signsOf<T>(told: readonly (readonly [string, T])[]): ReadonlyMap<string, T> {
  return new Map(
    told.flatMap(([signs, meant]) => signs.split('').map((sign) => [sign, meant] as const)),
  )
}

/** Whether a fence draws lines that turn or meet, and arrowheads: chains of arrows in a row need no tracing. */
export function isDrawing({ lines }: Fence): boolean {
  return (
    lines.some(({ text }) => /[┐┘┤┼┴╮╯]|[└├]─+[>→►▶]/.test(text)) &&
    lines.some(({ text }) => /[>▶►→▼▲↓⬇]|^[\s│|]*v[\s│|]*$/.test(text))
  )
}

/** The strokes of a drawing. */
export function strokesOf({ lines }: Fence): readonly Stroke[] {
  const rows = lines.map(({ text }) =>
    Array.from({ length: text.length }, (_, at) => text[at] ?? ' '),
  )
  const sign = (row: number, at: number): string => rows[row]?.[at] ?? ' '
  const holders: (Drawn | undefined)[][] = rows.map((row) =>
    Array.from({ length: row.length }, () => undefined),
  )
  for (const box of boxesIn(rows)) hold(box)
  rows.forEach((_, row) => {
    for (const [start, end] of stretchesIn(row)) {
      const drawn: Drawn = { texts: [part(lineAt(row), start, end)] }
      for (let at = start; at < end; at++) if (!holder(row, at)) (holders[row] ?? [])[at] = drawn
    }
  })

  const strokes: Stroke[] = []
  for (let row = 0; row < rows.length; row++)
    for (let at = 0; at < (rows[row]?.length ?? 0); at++)
      if (isLine(row, at)) for (const [from, side] of tailsAt(row, at)) follow(from, row, at, side)
  return strokes

  function lineAt(row: number): Piece {
    return lines[row] ?? worded(0, 0, '')
  }

  function holder(row: number, at: number): Drawn | undefined {
    return holders[row]?.[at]
  }

  /** What stands in a box belongs to it, and so do its sides. */
  function hold({ top, bottom, left, right, holds }: Box): void {
    const texts: Piece[] = []
    for (let row = top + 1; row < bottom; row++) {
      const end = Math.max(
        left + 1,
        (rows[row] ?? []).findLastIndex((each, at) => at <= right + 1 && '│┃║|├┤'.includes(each)),
      )
      const inside = part(lineAt(row), left + 1, end)
      for (const found of inside.text.matchAll(/[^│┃║|]+/g))
        texts.push(part(inside, found.index, found.index + found[0].length))
    }
    const drawn: Drawn = { texts }
    for (let row = top; row <= bottom; row++)
      for (let at = left; at <= right && at < (holders[row]?.length ?? 0); at++)
        if (!holds || row === top || row === bottom || at === left || at === right)
          (holders[row] ?? [])[at] = drawn
  }

  /** Whether a sign is part of a line: hyphens only beside others, letters and bars only by themselves. */
  function isLine(row: number, at: number): boolean {
    const own = sign(row, at)
    if (holder(row, at) || !(sidesOf.has(own) || heads.has(own))) return false
    const [before, after] = [sign(row, at - 1), sign(row, at + 1)]
    if (own === '-' || own === '=') return [before, after].some((each) => '-=>─+<'.includes(each))
    if ('|vV^'.includes(own)) return isFree(before) && isFree(after)
    if (own === '>') return '-=─'.includes(before)
    if (own === '<') return '-=─'.includes(after)
    if (own === '+') return [before, after].some((each) => '-─'.includes(each))
    return true
  }

  /** Stretches of a row that are no line, apart by two blanks or a line. */
  function stretchesIn(row: number): readonly (readonly [number, number])[] {
    const found: (readonly [number, number])[] = []
    const length = rows[row]?.length ?? 0
    let start = -1
    for (let at = 0; at <= length; at++) {
      const isOver =
        at === length || isLine(row, at) || (sign(row, at) === ' ' && sign(row, at + 1) === ' ')
      if (start < 0 && !isOver && sign(row, at) !== ' ') start = at
      if (start < 0 || !isOver) continue
      let end = at
      while (end > start && sign(row, end - 1) === ' ') end--
      found.push([start, end])
      start = -1
    }
    return found
  }

  function opens(row: number, at: number, side: Side): boolean {
    const own = sign(row, at)
    const head = heads.get(own)
    return head === undefined
      ? (sidesOf.get(own)?.includes(side) ?? false)
      : opposite[head] === side
  }

  /** Where a line goes on from here: the next sign, or for upright ones the one a column beside. */
  function next(row: number, at: number, side: Side): readonly [number, number] | undefined {
    const [down, right] = steps[side]
    const straight = [row + down, at + right] as const
    const back = opposite[side]
    if (isLine(...straight) && opens(...straight, back)) return straight
    if (down === 0) return undefined
    for (const shift of [-1, 1]) {
      const beside = [row + down, at + shift] as const
      if (isLine(...beside) && opens(...beside, back) && !isLine(...straight)) return beside
    }
    // Lines pass behind a row of text.
    const behind = [row + 2 * down, at] as const
    const passes = '┐┤┼┘'.includes(sign(row, at)) && holder(...straight) !== undefined
    return passes && isLine(...behind) && opens(...behind, back) ? behind : undefined
  }

  /** What a line begins at here, and the side on which it leaves it. */
  function tailsAt(row: number, at: number): readonly (readonly [Drawn, Side])[] {
    const found: (readonly [Drawn, Side])[] = []
    if (opens(row, at, 'left') && !next(row, at, 'left')) {
      const beside = [1, 2, 3].find((gap) => sign(row, at - gap) !== ' ')
      const drawn = beside === undefined ? holder(row - 1, at) : holder(row, at - beside)
      if (drawn) found.push([drawn, 'right'])
    }
    const above = holder(row - 1, at) ?? holder(row - 1, at - 1) ?? holder(row - 1, at + 1)
    if (opens(row, at, 'up') && !next(row, at, 'up') && above)
      found.push([endOfChain(above, row), 'down'])
    return found
  }

  /** Goes along a line from what it begins at, to all arrowheads that it leads to: never up, unless it can go nowhere else. */
  function follow(from: Drawn, row: number, at: number, entered: Side): void {
    const seen = new Set<string>()
    const ahead: [number, number, Side][] = [[row, at, entered]]
    for (let step = ahead.pop(); step; step = ahead.pop()) {
      const [down, right, side] = step
      const key = `${down} ${right} ${side === 'up' ? 'up' : ''}`
      if (seen.has(key) || seen.size > longestLine) continue
      seen.add(key)
      const own = sign(down, right)
      const head = heads.get(own)
      if (head) {
        const to = pointedAt(down, right, head)
        if (to && to !== from) strokes.push({ from, to })
        const [on, beside] = steps[head]
        if (!to && isLine(down + on, right + beside)) ahead.push([down + on, right + beside, head])
        continue
      }
      for (const to of ['down', 'right', 'left', 'up'] as const) {
        if (to === opposite[side] || !opens(down, right, to)) continue
        if (to === 'up' && side !== 'up' && opens(down, right, 'down')) continue
        if (to === 'down' && side === 'up') continue
        const on = next(down, right, to)
        if (on) ahead.push([...on, to])
        else if (to === 'right') label(from, down, right)
      }
      // `┴──►` with `└─►` below it.
      if (
        !opens(down, right, 'down') &&
        '└╰'.includes(sign(down + 1, right)) &&
        isLine(down + 1, right)
      )
        ahead.push([down + 1, right, 'down'])
    }
  }

  /** `──[done]──>`: words in a line stand between what it joins. */
  function label(from: Drawn, row: number, at: number): void {
    const to = holder(row, at + 1) ?? holder(row, at + 2)
    const end = (holders[row] ?? []).lastIndexOf(to)
    if (to && to !== from && (isLine(row, end + 1) || isLine(row, end + 2)))
      strokes.push({ from, to })
  }

  /** A line below a chain goes on from its end, unless it begins at what the chain begins with. */
  function endOfChain(above: Drawn, row: number): Drawn {
    const all = chain(row - 1, row, 'down')
    return all[0] === above ? above : (all.at(-1) ?? above)
  }

  /** What stands in a row in which an arrow joins it; nothing where several lines begin below it or end above it. */
  function chain(row: number, marks: number, side: Side): readonly Drawn[] {
    const signs = rows[row] ?? []
    if (!signs.some((each, at) => heads.get(each) === 'right' && isLine(row, at))) return []
    const ends = (rows[marks] ?? []).filter(
      (each, at) =>
        isLine(marks, at) &&
        (side === 'up'
          ? heads.get(each) === 'down'
          : opens(marks, at, 'up') && !next(marks, at, 'up')),
    )
    return ends.length > 1 ? [] : [...new Set((holders[row] ?? []).flatMap((each) => each ?? []))]
  }

  function pointedAt(row: number, at: number, head: Side): Drawn | undefined {
    const [down, right] = steps[head]
    if (right !== 0) {
      for (let gap = 1; gap <= 3; gap++) {
        const drawn = holder(row, at + gap * right)
        if (drawn) return drawn
      }
      return undefined
    }
    for (const beside of [0, -1, 1, -2, 2]) {
      const drawn = holder(row + down, at + beside)
      if (drawn) return (head === 'down' ? chain(row + down, row, 'up')[0] : undefined) ?? drawn
    }
    return undefined
  }
}

interface Box {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
  /** Whether other boxes stand in it: then only its sides are it. */
  readonly holds: boolean
}

/** Closed boxes, the outer ones first. */
function boxesIn(rows: readonly (readonly string[])[]): readonly Box[] {
  const found: Omit<Box, 'holds'>[] = []
  rows.forEach((row, top) =>
    row.forEach((sign, left) => {
      if (!'┌╭╔'.includes(sign)) return
      let right = left + 1
      while ('─━═┬┴┼╦╩'.includes(row[right] ?? ' ')) right++
      if (!'┐╮╗'.includes(row[right] ?? ' ') || right === left + 1) return
      let bottom = top + 1
      while ('│┃║├┤┼'.includes(rows[bottom]?.[left] ?? ' ')) bottom++
      if ('└╰╚'.includes(rows[bottom]?.[left] ?? ' ') && bottom > top + 1)
        found.push({ top, bottom, left, right })
    }),
  )
  const isWithin = (box: Omit<Box, 'holds'>, other: Omit<Box, 'holds'>): boolean =>
    box !== other &&
    box.top > other.top &&
    box.bottom < other.bottom &&
    box.left > other.left &&
    box.right < other.right
  return found.map((box) => ({ ...box, holds: found.some((other) => isWithin(other, box)) }))
}
