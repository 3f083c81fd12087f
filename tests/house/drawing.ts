import { floors, look } from './floors.ts'

// The picture of the rooms in ARCHITECTURE.md, made from the imports.

const beginning = '<!-- drawing: made by `npm run architecture` from the imports -->'
const end = '<!-- end of drawing -->'

/** The rooms with their floors and imports, as Mermaid. An import that follows from two others is left out of the picture. */
export async function draw(house: string): Promise<string> {
  const imports = await importsOfRooms(house)
  const rooms = new Set(imports.keys())
  const storeys = floors
    .map((floor, level) => ({ level, there: floor.filter((room) => rooms.has(room)) }))
    .filter(({ there }) => there.length > 0)
    .toReversed()
  return [
    '```mermaid',
    'flowchart TB',
    ...storeys.map(({ level, there }) => storey(level, there)),
    ...[...imports].flatMap(([room, needs]) =>
      essential(needs, imports).map((need) => `  ${room} --> ${need}`),
    ),
    '```',
    '',
    '| room | imports |',
    '|---|---|',
    ...storeys.flatMap(({ there }) =>
      there.map((room) => `| ${room} | ${(imports.get(room) ?? []).join(', ') || '—'} |`),
    ),
  ].join('\n')
}

type Imports = ReadonlyMap<string, readonly string[]>

/** Room → rooms that it imports, both in the order of the floors. */
async function importsOfRooms(house: string): Promise<Imports> {
  const { modules } = await look(house, { collapse: '^src/[^/]+', includeOnly: '^src/' })
  const order = floors.flat()
  const found = modules
    .map(({ source, dependencies }) => ({
      room: roomOf(source),
      needs: dependencies.map(({ resolved }) => roomOf(resolved)),
    }))
    .filter(({ room }) => order.includes(room))
    .map(({ room, needs }) => {
      const others = new Set(needs.filter((need) => need !== room && order.includes(need)))
      return [room, [...others].toSorted((a, b) => order.indexOf(a) - order.indexOf(b))] as const
    })
  return new Map(found.toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b)))
}

function roomOf(source: string): string {
  return source.split('/')[1] ?? ''
}

function storey(level: number, rooms: readonly string[]): string {
  return `  subgraph floor${level}[" "]\n    ${rooms.join(' ~~~ ')}\n  end`
}

/** The needs that are not already needs of another need. */
function essential(needs: readonly string[], imports: Imports): readonly string[] {
  const implied = new Set(needs.flatMap((need) => [...reachable(need, imports)]))
  return needs.filter((need) => !implied.has(need))
}

function reachable(room: string, imports: Imports): ReadonlySet<string> {
  const direct = imports.get(room) ?? []
  return new Set(direct.flatMap((need) => [need, ...reachable(need, imports)]))
}

/** The page with the drawing between its marks. Throws when the page has no marks. */
export function embed(page: string, drawing: string): string {
  const from = page.indexOf(beginning)
  const to = page.indexOf(end)
  if (from < 0 || to < from) throw new Error(`ARCHITECTURE.md lacks "${beginning}" … "${end}"`)
  return `${page.slice(0, from + beginning.length)}\n\n${drawing}\n\n${page.slice(to)}`
}
