// What goap uses of the package `graphology`: `graphology()` loads it, and the published package has this much of it in one file.
export { DirectedGraph } from 'graphology'
