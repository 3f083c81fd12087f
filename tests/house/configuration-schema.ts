import { z } from 'zod'
import { configurationSchema } from '../../src/workspace/configuration-schema.ts'

/** The JSON Schema of goap.config.json, as the reader of the configuration has it. */
export function configurationJsonSchema(): unknown {
  const { $schema, ...rest } = z.toJSONSchema(configurationSchema, { io: 'input' })
  return {
    $schema,
    $id: 'goap/configuration@1',
    title: 'The configuration of a goap workspace',
    description: 'goap.config.json or goap.config.yaml.',
    ...rest,
  }
}
