/**
 * The UTF-16 unit of a text at an index; NaN where there is none. The same as `text.charCodeAt(index)` for loops over texts of many
 * origins: V8 keeps strings of one and of two bytes, slices, sums and constants apart, and where a loop met more than four of these it
 * looks the method up anew for every character, which takes several times as long as reading it.
 */
export const codeAt: (text: string, index: number) => number = Function.prototype.call.bind(
  // oxlint-disable-next-line typescript/unbound-method -- `call` gives it the text
  String.prototype.charCodeAt,
)
