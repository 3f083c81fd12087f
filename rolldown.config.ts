import { defineConfig } from 'rolldown'
import manifest from './package.json' with { type: 'json' }

// The package's JavaScript: one file for what is loaded together instead of one for each source, since a start of goap spends much of
// its time in finding files. Packages that goap stands on stay outside, but for `yaml` and `zod`, which have many files. The
// declarations beside it are made by tsc.

/** What others import, by the place in dist: the doors of the package, and the command line that bin/goap.js calls. */
const doors = Object.values(manifest.exports).flatMap((door) =>
  typeof door === 'string' ? [] : [door.default.replace(/^\.\/dist\/(.*)\.js$/, '$1')],
)

/** What the package carries of others, each in a file that is loaded when it is first needed (src/base/packages.ts). */
const carried = ['base/yaml', 'base/zod']

export default defineConfig({
  input: Object.fromEntries(
    [...doors, ...carried, 'cli/main'].map((name) => [name, `src/${name}.ts`]),
  ),
  platform: 'node',
  // Node 22, the oldest that the package is for, does not know `using`.
  transform: { target: 'node22.18' },
  // What the sources load late may come early here, with what it shares a file with.
  checks: { ineffectiveDynamicImport: false },
  external: [/^node:/, ...Object.keys(manifest.dependencies)],
  output: { dir: 'dist', cleanDir: true, format: 'esm', chunkFileNames: 'chunks/[name]-[hash].js' }, // prettier-ignore
})
