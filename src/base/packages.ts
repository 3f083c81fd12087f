import { createRequire } from 'node:module'
import type * as Dagre from '@dagrejs/dagre'
import type * as Graphology from './graphology.ts'
import type * as Yaml from './yaml.ts'
import type * as Zod from './zod.ts'

// Packages that few calls need and that take longer to load than most commands run: they are loaded when they are first
// called for, at once, since reading waits for nothing. Of all but the first the published package has files of its own: their many files
// take longer to find than to run.

interface Load {
  (name: '@dagrejs/dagre'): typeof Dagre
  (name: `../base/graphology${string}`): typeof Graphology
  (name: `../base/yaml${string}`): typeof Yaml
  (name: `../base/zod${string}`): typeof Zod
}

const load: Load = createRequire(import.meta.url)
/** `.ts` in a clone, `.js` in the published package, where this stands in `chunks` beside `base`. */
const extension = import.meta.url.slice(-3)

/** The package `@dagrejs/dagre`. */
export function dagre(): typeof Dagre {
  return load('@dagrejs/dagre')
}

/** The package `graphology`. */
export function graphology(): typeof Graphology {
  return load(`../base/graphology${extension}`)
}

/** The package `yaml`. */
export function yaml(): typeof Yaml {
  return load(`../base/yaml${extension}`)
}

/** The builders of schemas of the package `zod`. */
export function zod(): typeof Zod {
  return load(`../base/zod${extension}`)
}
