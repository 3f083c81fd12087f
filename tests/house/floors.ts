// oxlint-disable-next-line import/no-unassigned-import -- it teaches the visitor a statement
import './using-declarations.ts'
import {
  cruise,
  type ICruiseOptions,
  type ICruiseResult,
  type IRegularForbiddenRuleType as ForbiddenRule,
} from 'dependency-cruiser'

/** The floors of src, from the ground up: a room knows only the floors below its own. */
export const floors: readonly (readonly string[])[] = [
  ['base'],
  ['model'],
  ['graph'],
  ['documents', 'planner'],
  ['sqlite', 'commands', 'observe', 'wasm'],
  ['journal', 'messenger'],
  ['memory', 'sandbox'],
  ['agents'],
  ['gates'],
  ['engine'],
  ['distributed'],
  ['workspace'],
  ['cli', 'dashboard', 'mcp'],
]

const thinking = '^src/(base|model|graph|documents|planner)/'
const top = floors.at(-1)?.join('|') ?? ''
const thinkingPackages =
  'node_modules/(satteri|mdast-util-[^/]+|@types/mdast|micromark[^/]*|unist-[^/]+|@types/unist|yaml|zod|graphology[^/]*|@dagrejs/[^/]+)/'

const downwards: readonly ForbiddenRule[] = floors.flatMap((floor, level) =>
  floor.map((room) => {
    const above = floors.slice(level).flat()
    const others = above.filter((other) => other !== room)
    return rule(
      `${room} knows only the floors below`,
      { path: `^src/${room}/` },
      {
        path: `^src/(${others.join('|') || 'none'})/`,
      },
    )
  }),
)

/** What no import of src may do. */
export const forbidden: readonly ForbiddenRule[] = [
  ...downwards,
  rule('no circles', {}, { circular: true }),
  rule(
    'a room is entered by its door',
    { path: '^src/([^/]+)/' },
    {
      path: '^src/[^/]+/',
      pathNot: ['^src/$1/', String.raw`^src/[^/]+/index\.ts$`],
    },
  ),
  rule(
    'only the top floor uses the public API',
    { path: '^src/[^/]+/', pathNot: `^src/(${top})/` },
    { path: String.raw`^src/index\.ts$` },
  ),
  rule(
    'the top floor enters the house by the public API',
    { path: `^src/(${top})/` },
    {
      path: '^src/',
      pathNot: String.raw`^src/(index\.ts$|(${top})/)`,
      dynamic: false,
    },
  ),
  rule(
    'thinking rooms use only packages for thinking',
    { path: thinking },
    {
      path: 'node_modules/',
      pathNot: thinkingPackages,
    },
  ),
  rule(
    'thinking rooms do no input or output',
    { path: thinking, pathNot: String.raw`^src/base/(system|packages)\.ts$` },
    { dependencyTypes: ['core'] },
  ),
  rule(
    'only commands starts processes',
    { path: '^src/', pathNot: '^src/commands/' },
    { path: '^(node:)?child_process$' },
  ),
]

function rule(name: string, from: ForbiddenRule['from'], to: ForbiddenRule['to']): ForbiddenRule {
  return { name, severity: 'error', from, to }
}

/**
 * Looks at every import of `src` in the folder `house`. With `collapse`, files that match it count as one module.
 * Throws when dependency-cruiser does.
 */
export async function look(house: string, options: ICruiseOptions = {}): Promise<ICruiseResult> {
  const { output } = await cruise(['src'], {
    baseDir: house,
    validate: true,
    ruleSet: { forbidden: [...forbidden] },
    parser: 'swc', // dependency-cruiser cannot read TypeScript 7: without swc it would see nothing, and pass
    tsPreCompilationDeps: true,
    doNotFollow: 'node_modules',
    enhancedResolveOptions: {
      extensions: ['.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
    ...options,
  })
  if (typeof output === 'string') throw new TypeError(`dependency-cruiser gave text: ${output}`)
  return output
}
