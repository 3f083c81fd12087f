import { isBuiltin } from 'node:module'
import { defineConfig } from 'rolldown'
import { eager } from './bin/bundle/eager.ts'
import { latePatterns } from './bin/bundle/late-patterns.ts'
import { made } from './bin/bundle/made.ts'
import satteriManifest from './node_modules/satteri/package.json' with { type: 'json' }
import manifest from './package.json' with { type: 'json' }

// The package's JavaScript, from which a clone starts too (bin/build.js): one file for what is loaded together instead of one for each
// source, since a start of goap spends much of its time in finding files. Of the packages that goap stands on it carries those that most
// commands need, and `graphology`, `yaml` and `zod`, which have much or many files; the others stay outside. The declarations beside it are made by tsc.

/** What others import, by the place in dist: the doors of the package, and the command line that bin/goap.js calls. */
const doors = Object.values(manifest.exports).flatMap((door) =>
  typeof door === 'string' ? [] : [door.default.replace(/^\.\/dist\/(.*)\.js$/, '$1')],
)

/** What the package carries of others, each in a file that is loaded when it is first needed (src/base/packages.ts). */
const carried = ['base/graphology', 'base/yaml', 'base/zod']

/** Dependencies that the package carries within its own files. */
const within = new Set(['commander', 'graphology', 'ignore', 'satteri'])

/** Where threads begin. */
const workers = [
  'cli/planner/beside-worker',
  'sandbox/metered/worker',
  'sandbox/quickjs/worker',
  'sandbox/typescript/worker',
]

/**
 * Of satteri the package carries the few of its 33 files that goap needs, with its own code. The part that is made for each platform stays
 * where npm has put it, and is loaded from there; satteri's own loader, which looks for all that a platform may be, is asked where that is
 * not the usual one (musl, WebAssembly).
 */
const satteri = {
  name: 'satteri',
  transform(code: string, file: string): string | null {
    if (!/satteri.dist.binding\.js$/.test(file)) return null
    const native = /^export (\{[^}]*\}) from "\.\.\/index\.js";$/m.exec(code)?.[1]
    if (native === undefined)
      throw new Error(`${file} is not what it was: look whether it can be carried still`)
    return `import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
export const ${native} = binding()
function binding() {
  const kind = { linux: '-gnu', win32: '-msvc' }[process.platform] ?? ''
  const own = '@bruits/satteri-' + process.platform + '-' + process.arch + kind
  try {
    if (require(own + '/package.json').version === '${satteriManifest.version}') return require(own)
  } catch {}
  return createRequire(require.resolve('satteri'))('../index.js')
}`
  },
}

/**
 * Whether an option of commander takes several values is told by a letter before three dots. Letters of all scripts take V8 a millisecond
 * to look for, and goap's options have those of ASCII. Commands that are programs of their own, for which commander loads what starts
 * processes, goap has none.
 */
const commander = {
  name: 'commander',
  transform(code: string, file: string): string | null {
    const replaced = (from: string, to: string): string => {
      if (!code.includes(from)) throw new Error(`${file} is not what it was: look for ${from}`)
      return code.replaceAll(from, to)
    }
    if (/commander.lib.option\.js$/.test(file)) return replaced(String.raw`/\p{ID_Continue}\.\.\.[>\]]$/u`, String.raw`/\w\.\.\.[>\]]$/`) // prettier-ignore
    if (!/commander.lib.command\.js$/.test(file)) return null
    code = replaced("import childProcess from 'node:child_process';", '')
    return replaced('childProcess.', "process.getBuiltinModule('node:child_process').")
  },
}

/** `ignore` is the only CommonJS that most commands load: as a module it needs no file that makes one of it. */
const ignore = {
  name: 'ignore',
  transform(code: string, file: string): string | null {
    if (!/node_modules.ignore.index\.js$/.test(file)) return null
    if (!code.includes('module.exports = factory') || /\brequire\(/.test(code))
      throw new Error(`${file} is not what it was: look whether it can be a module still`)
    return `const module = {}\n${code}\nexport default module.exports`
  },
}

/**
 * Modules of Node are asked for instead of imported: for an import Node reads every property of the module, and behind some stand modules
 * that are loaded when they are read, of `node:fs` streams and promises, of `node:util` threads.
 */
const builtins = {
  name: 'builtins',
  renderChunk(code: string): string {
    return code.replace(
      /^import (?:(\w[\w$]*))?(?:, )?(?:\{ ([^}]*) \})? from "([^"]+)";$/gm,
      (line, whole: string | undefined, names: string | undefined, module: string) => {
        if (!isBuiltin(module)) return line
        const bound = [whole, names && `{ ${names.replaceAll(' as ', ': ')} }`]
        const asked = `globalThis.process.getBuiltinModule("${module}")`
        return `const ${bound.flatMap((one) => (one ? `${one} = ${asked}` : [])).join(', ')};`
      },
    )
  },
}

/**
 * What is beyond ASCII is escaped, as strings, templates and patterns may have it: V8 reads a file with one such sign as two bytes for each,
 * and Node makes UTF-8 of it again to look it up in the compile cache.
 */
const ascii = {
  name: 'ascii',
  generateBundle(_options: unknown, bundle: Record<string, { code?: string }>): void {
    for (const [file, chunk] of Object.entries(bundle)) {
      if (chunk.code === undefined) continue
      const kept = /\\[^\0-\x7f]|String\.raw`[^`]*[^\0-\x7f]/.exec(chunk.code)?.[0]
      if (kept !== undefined) throw new Error(`${file} would say something else with an escape: ${kept}`) // prettier-ignore
      chunk.code = chunk.code.replace(/[^\0-\x7f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`) // prettier-ignore
    }
  },
}

/**
 * Where a door, or a file that rolldown makes for what is imported late, only hands on what stands in one file of `chunks`, the other files
 * there ask for that file itself: for each door Node would look for a folder's `package.json`, a file and what is compiled of it. Needs exports that keep their names (`minifyInternalExports`).
 */
const straight = {
  name: 'straight',
  generateBundle(_options: unknown, bundle: Record<string, { code?: string }>): void {
    const chunks = Object.entries(bundle)
    const ways = chunks.flatMap(([door, { code = '' }]) => {
      const [, chunk] = /^\s*export \{ (?:[\w$]+, )*[\w$]+ \} from "(?:\.\.\/chunks|\.)\/([^"]+)";\s*$/.exec(code) ?? [] // prettier-ignore
      const path = door.startsWith('chunks/') ? door.replace('chunks', '.') : `../${door}`
      return chunk === undefined ? [] : [[`import("${path}")`, `import("./${chunk}")`] as const]
    })
    for (const [file, chunk] of chunks)
      if (file.startsWith('chunks/') && chunk.code !== undefined)
        chunk.code = ways.reduce((code, [from, to]) => code.replaceAll(from, to), chunk.code)
  },
}

/** The file that bin/goap.js loads is the chunk that it would only hand on: one file less for each start to find. */
const entry = {
  name: 'entry',
  generateBundle(_options: unknown, bundle: Record<string, { code?: string }>): void {
    const main = 'cli/main.js'
    const chunk = /from "\.\.\/(chunks\/main-[^"]+)"/.exec(bundle[main]?.code ?? '')?.[1]
    if (chunk === undefined || bundle[chunk]?.code === undefined)
      throw new Error(`${main} is not what it was: look whether it hands on a chunk`)
    for (const [file, one] of Object.entries(bundle)) {
      const depth = '../'.repeat(file.split('/').length - 1)
      const old = file.startsWith('chunks/') ? chunk.replace('chunks', '.') : depth + chunk
      if (one.code !== undefined) one.code = one.code.replaceAll(`"${old}"`, `"${depth}${main}"`)
    }
    const { code } = bundle[chunk]
    Object.assign(bundle[main] ?? {}, { code: code.replaceAll('"./', '"../chunks/') })
    delete bundle[chunk]
  },
}

/**
 * What goes into one file with all that it imports and that stands in none before: so every door loads what it needs and no more, in few
 * files. The rest is split by what is loaded together.
 */
const together = [
  { name: 'main', test: /src.cli.(?:main|hasten)\.ts$/, priority: 6 },
  { name: 'graph', test: /src.graph.index\.ts$/, priority: 5 },
  { name: 'documents', test: /src.documents.index\.ts$/, priority: 4 },
  { name: 'agents', test: /src.agents.index\.ts$/, priority: 3 },
  { name: 'workspace', test: /src.workspace.index\.ts$/, priority: 2 },
  {
    name: 'program',
    test: /src.cli.(?:program|commands.(?:plan|check)|planner.plan-goal)\.ts$/,
    priority: 1,
  },
]

export default defineConfig({
  input: Object.fromEntries(
    [...doors, ...carried, ...workers, 'cli/main'].map((name) => [name, `src/${name}.ts`]),
  ),
  platform: 'node',
  // Node 22, the oldest that the package is for, does not know `using`.
  transform: { target: 'node22.18' },
  // What the sources load late may come early here, with what it shares a file with.
  // That a build takes long where others use the machine is no fault.
  checks: { ineffectiveDynamicImport: false, pluginTimings: false },
  external: [/^node:/, ...Object.keys(manifest.dependencies).filter((name) => !within.has(name))],
  plugins: [
    satteri,
    commander,
    ignore,
    made,
    builtins,
    latePatterns,
    ascii,
    straight,
    entry,
    eager,
  ],
  treeshake: { moduleSideEffects: [{ test: /node_modules.satteri/, sideEffects: false }] },
  output: {
    dir: 'dist',
    cleanDir: true,
    format: 'esm',
    minifyInternalExports: false,
    // Nobody reads them there, and every start reads all of a file and takes its checksum.
    comments: { annotation: false, jsdoc: false, legal: true },
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: { groups: together },
  },
})
