/** A value that survives `JSON.parse(JSON.stringify(value))` unchanged. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json | undefined }

/** Whether a value is an object with names. */
export function isObject(
  value: Json | undefined,
): value is { readonly [name: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
