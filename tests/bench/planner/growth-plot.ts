/** What was measured of one step. */
export interface Line {
  readonly name: string
  readonly points: readonly { readonly size: number; readonly milliseconds: number }[]
}

const [width, height] = [760, 440]
const plot = { left: 84, right: 610, top: 40, bottom: 380 }
/** Of lines; they can be told apart by people who see few colours, on white and on black (Okabe and Ito 2008). */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#999999']

/** Time over size, both by powers of ten, as SVG: lines with their names at their ends. */
export function growthPlot(lines: readonly Line[]): string {
  const all = lines.flatMap(({ points }) => points)
  const sizes = decades(all.map(({ size }) => size))
  const times = decades(all.map(({ milliseconds }) => milliseconds))
  const x = scale(sizes, plot.left, plot.right)
  const y = scale(times, plot.bottom, plot.top)
  const ends = apart(
    lines.map(({ points }) => y(points.at(-1)?.milliseconds ?? 1)),
    16,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">How the time of each step of planning grows with the number of actions, from ${count(sizes[0] ?? 1)} to ${count(sizes.at(-1) ?? 1)}</title>
<style>
  text { font: 13px system-ui, sans-serif; fill: #222 }
  .grid { stroke: #8884 } .axis { stroke: #888 } .aim { stroke: #888; stroke-dasharray: 5 4 }
  .line { fill: none; stroke-width: 2 }
  @media (prefers-color-scheme: dark) { text { fill: #ddd } }
</style>
${sizes.map((size) => `<line class="grid" x1="${x(size)}" x2="${x(size)}" y1="${plot.top}" y2="${plot.bottom}"/><text x="${x(size)}" y="${plot.bottom + 20}" text-anchor="middle">${count(size)}</text>`).join('\n')}
${times.map((time) => `<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${y(time)}" y2="${y(time)}"/><text x="${plot.left - 8}" y="${y(time) + 4}" text-anchor="end">${count(time)} ms</text>`).join('\n')}
<line class="aim" x1="${plot.left}" x2="${plot.right}" y1="${y(500)}" y2="${y(500)}"/><text x="${plot.left + 6}" y="${y(500) - 5}">aimed at: 500 ms</text>
<path class="axis" fill="none" d="M${plot.left} ${plot.top}V${plot.bottom}H${plot.right}"/>
<text x="${(plot.left + plot.right) / 2}" y="${height - 16}" text-anchor="middle">actions of the task</text>
<text x="${plot.left - 8}" y="${plot.top - 16}" text-anchor="start">processor time, milliseconds</text>
${lines.map(({ name, points }, index) => drawn(name, points, index)).join('\n')}
</svg>
`

  function drawn(name: string, points: Line['points'], index: number): string {
    const colour = colours[index % colours.length] ?? ''
    const path = points.map(({ size, milliseconds }, at) => `${at === 0 ? 'M' : 'L'}${x(size)} ${y(milliseconds)}`).join('') // prettier-ignore
    const dots = points.map(({ size, milliseconds }) => `<circle cx="${x(size)}" cy="${y(milliseconds)}" r="3" fill="${colour}"/>`).join('') // prettier-ignore
    const last = points.at(-1)?.milliseconds ?? 0
    return `<path class="line" stroke="${colour}" d="${path}"/>${dots}<text x="${plot.right + 10}" y="${(ends[index] ?? 0) + 4}">${name}: ${Math.round(last)} ms</text>`
  }
}

/** The powers of ten around some numbers. */
function decades(all: readonly number[]): readonly number[] {
  const first = Math.floor(Math.log10(Math.min(...all)))
  const last = Math.ceil(Math.log10(Math.max(...all)))
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index))
}

/** The place of a number between two places, by powers. */
function scale(all: readonly number[], from: number, to: number): (value: number) => number {
  const [first, last] = [Math.log10(all[0] ?? 1), Math.log10(all.at(-1) ?? 10)]
  return (value) => Math.round(10 * (from + ((Math.log10(value) - first) / (last - first)) * (to - from))) / 10 // prettier-ignore
}

/** The same heights, moved down where names would stand over each other. */
function apart(heights: readonly number[], least: number): readonly number[] {
  const moved = [...heights]
  let before = -Infinity
  for (const index of [...heights.keys()].toSorted(
    (a, b) => (heights[a] ?? 0) - (heights[b] ?? 0),
  )) {
    before = Math.max(heights[index] ?? 0, before + least)
    moved[index] = before
  }
  return moved
}

function count(value: number): string {
  return value >= 1 ? value.toLocaleString('en') : String(value)
}
