import { readGoal } from '../../../src/documents/index.ts'
import type { Problem } from '../../../src/model/index.ts'

/** The problem of a goal document, which must be without errors. */
export function problem(text: string): Problem {
  const { problem: found, diagnostics } = readGoal(text, 'goals/test.md')
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  return found
}

/** Two services, of which each is built and then taken live; a budget; what failed can be taken back. */
export const services = `---
goap: goal
---
# Take the services live

## Goal

- stage(api) = live
- stage(web) = live
- announced

## Current State

- stage(api) = draft
- stage(web) = built
- money = 5

## Objects

- api, web: Service

## Facts

- stage(service: Service): draft | built | live
- money: number

## Probes

- stage(api): \`cat api\`

## Actions

### Action: Build {service} (service: Service)

- Preconditions: stage(service) = draft, money >= 1
- Effects: stage(service) = built, money -= 1
- Cost: 2
- Duration: 10 min
- Agent: builder
- Command: \`make {service} DIR=\${HOME}\`

### Action: Release {service} (service: Service)

- Preconditions: stage(service) = built
- Effects: stage(service) = live
- Cost: 1
- Duration: 5 min
- Command: \`release {service}\`
- Rollback: \`take-back {service}\`
- Resources: lane

### Action: Announce

- Preconditions: stage(api) = live, stage(web) = live
- Effects: announced
- Cost: 1
- Duration: 1 min
- Prompt: Write the announcement.
`
