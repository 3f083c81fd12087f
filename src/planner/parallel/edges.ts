/** For each step the steps that must be done before it, in any order, perhaps more than once. */
export type Edges = number[][]

/** A group as large as this is tied to other large ones by one step between them. */
const large = 32

/**
 * Orders all of a group before a step. Where a large group stands before many steps, an edge for each pair would be too many:
 * `through` is a step that is behind all of the group already, and the step then waits for it instead.
 */
export function addAllBefore(
  edges: Edges,
  group: readonly number[],
  step: number,
  through: number | undefined,
): void {
  const needs = edges[step]!
  if (through !== undefined && through !== step && group.length > large) needs.push(through)
  else for (const one of group) if (one !== step) needs.push(one)
}
