import { createRequire } from 'node:module'
import type * as Dagre from '@dagrejs/dagre'
import type * as Yaml from 'yaml'
import type * as Zod from 'zod'

// Packages that few calls need and that take longer to load than most commands run: they are loaded when they are first
// called for, at once, since reading waits for nothing.

interface Load {
  (name: '@dagrejs/dagre'): typeof Dagre
  (name: 'yaml'): typeof Yaml
  (name: 'zod'): typeof Zod
}

const load: Load = createRequire(import.meta.url)

/** The package `@dagrejs/dagre`. */
export function dagre(): typeof Dagre {
  return load('@dagrejs/dagre')
}

/** The package `yaml`. */
export function yaml(): typeof Yaml {
  return load('yaml')
}

/** The builder of schemas of the package `zod`. */
export function zod(): typeof Zod.z {
  return load('zod').z
}

/** The same value at every call, made at the first. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
