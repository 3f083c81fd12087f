// What goap uses of the package `yaml`: `yaml()` loads it, and the published package has this much of it in one file.
export { isMap, isNode, isScalar, LineCounter, parseDocument, stringify, visit } from 'yaml'
