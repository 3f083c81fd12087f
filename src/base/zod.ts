// What goap uses of the package `zod`: `zod()` loads it, and the published package has this much of it in one file.
export {
  array,
  boolean,
  enum,
  fromJSONSchema,
  int,
  literal,
  NEVER,
  number,
  object,
  record,
  strictObject,
  string,
  union,
} from 'zod'
