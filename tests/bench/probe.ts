import { limitsOf, type Backend } from '../../src/sandbox/index.ts'

/** Uses what others may have spoiled, and says what is in its world. */
const code = `const found = [];
for (const name in {}) found.push(name);
[[3, 1, 2].sort(), typeof left, JSON.stringify({ a: [1] }), /b+/.exec("abb")[0], await Promise.resolve(7), found]`
const told = JSON.stringify([[1, 2, 3], 'undefined', '{"a":[1]}', 'bb', 7, []])
const never = new AbortController().signal

/** Whether a backend still computes rightly, in a world that is as new. */
export async function isWell(backend: Backend): Promise<boolean> {
  const limits = limitsOf('default', { wall: 20_000, fuel: Infinity })
  const result = await backend.execute({ code, limits, why: 'the bench' }, never)
  return result.status === 'success' && JSON.stringify(result.value) === told
}
