import type { Hostile } from './hostile.ts'

const anything = ['value', 'stack', 'error', 'memory', 'timeout'] as const
const tooMuch = ['stack', 'error', 'memory', 'timeout'] as const

const many = (part: string, times: number): string => part.repeat(times)
const each = (times: number, part: (index: number) => string, between = ''): string =>
  Array.from({ length: times }, (_, index) => part(index)).join(between)

/** Sources that attack what reads them, or are odd. */
export const hostileSources: readonly Hostile[] = [
  // What nests as deeply as a source allows.
  { name: 'source-brackets', code: many('[', 990_000), expected: tooMuch },
  { name: 'source-braces', code: many('{', 480_000) + many('}', 480_000), expected: anything },
  { name: 'source-arrows', code: `${many('()=>', 200_000)}1`, expected: tooMuch },
  { name: 'source-async-arrows', code: `${many('async()=>', 100_000)}1`, expected: tooMuch },
  { name: 'source-classes', code: many('class A{m(){', 40_000) + many('}}', 40_000), expected: tooMuch }, // prettier-ignore
  { name: 'source-templates', code: `${many('`${', 150_000)}1${many('}`', 150_000)}`, expected: tooMuch }, // prettier-ignore
  { name: 'source-unary', code: `${many('- ', 490_000)}1`, expected: anything },
  { name: 'source-sum', code: `${many('1+', 490_000)}1`, expected: anything },
  { name: 'source-powers', code: `${many('1**', 200_000)}1`, expected: anything },
  { name: 'source-else-if', code: `let a=0;${many('if(a){}else ', 80_000)}1`, expected: anything },
  { name: 'source-optional-chain', code: `let a;a${many('?.a', 300_000)}`, expected: anything },
  { name: 'source-patterns', code: `${many('[', 20_000)}globalThis.a${many(']', 20_000)}=1`, expected: anything }, // prettier-ignore
  { name: 'source-awaits', code: `${many('await ', 150_000)}1`, expected: anything },
  { name: 'source-labels', code: `${each(60_000, (index) => `l${index}:`)}1`, expected: anything },
  // What is long or has many.
  { name: 'source-identifier', code: `let ${many('a', 990_000)}=1;1`, expected: anything },
  { name: 'source-cases', code: `switch(9e9){${each(70_000, (index) => `case ${index}:`)}} 1`, expected: anything }, // prettier-ignore
  { name: 'source-variables', code: `${each(80_000, (index) => `var a${index}=1;`)}1`, expected: anything }, // prettier-ignore
  { name: 'source-parameters', code: `(function(${each(66_000, (index) => `a${index}`, ',')}){return 1})()`, expected: anything }, // prettier-ignore
  { name: 'source-private-names', code: `class A{${each(60_000, (index) => `#a${index};`)}};new A;1`, expected: anything }, // prettier-ignore
  { name: 'source-pattern', code: `/${many('(?:a|b)*', 120_000)}/.test("ab")`, expected: anything },
  { name: 'source-10-megabytes', code: `"${many('x', 10_000_000)}"`, expected: ['memory'] },
  // What begins, breaks or ends oddly.
  { name: 'source-nul', code: '1;\0', expected: ['error'] },
  { name: 'source-lone-surrogate', code: '"\ud800".length', expected: ['value:1', 'error'] },
  { name: 'source-byte-order-mark', code: '\ufeff7', expected: ['value:7'] },
  { name: 'source-hashbang', code: '#!/bin/sh\n7', expected: ['value:7'] },
  { name: 'source-html-comment', code: '1 <!-- end', expected: ['value:1', 'error'] },
  { name: 'source-line-separators', code: 'let a=1\u2028\u2029;a', expected: ['value:1'] },
  // TypeScript, which is read outside of the sandbox's bounds of steps and memory.
  { name: 'types-exponential', language: 'ts', code: `${many('a?(b):c=>', 100)}1`, expected: ['timeout'] }, // prettier-ignore
  { name: 'types-exponential-casts', language: 'ts', code: `${many('<a>(', 100)}1${many(')', 100)}`, expected: ['timeout'] }, // prettier-ignore
  { name: 'types-brackets', language: 'ts', code: many('[', 300_000), expected: ['stack'] },
  { name: 'types-deep', language: 'ts', code: `type A=${many('{a:', 50_000)}1${many('}', 50_000)};1`, expected: ['stack'] }, // prettier-ignore
  { name: 'types-deep-generics', language: 'ts', code: `type A=${many('A<', 50_000)}1${many('>', 50_000)};1`, expected: ['stack'] }, // prettier-ignore
  { name: 'types-deep-blocks', language: 'ts', code: `enum A{X}\n${many('{', 300)}${many('1;', 250_000)}${many('}', 300)}`, expected: ['memory', 'timeout'] }, // prettier-ignore
  { name: 'types-many-enums', language: 'ts', code: each(4_000, (index) => `enum E${index}{A=${index}}\n`), expected: anything }, // prettier-ignore
  { name: 'types-after-them', language: 'ts', code: 'enum A { B = 7 }\nconst a: number = A.B; a', expected: ['value:7'] }, // prettier-ignore
  { name: 'types-decorator', language: 'ts', code: 'function d(x: any) {}\n@d class A {}\n1', expected: ['value:1', 'error'] }, // prettier-ignore
  { name: 'types-nul', language: 'ts', code: 'const a: string = "\0"; a.length', expected: ['value:1', 'error'] }, // prettier-ignore
  { name: 'types-lone-surrogate', language: 'ts', code: 'const a: string = "\ud800"; a.length', expected: ['value:1', 'error'] }, // prettier-ignore
]
