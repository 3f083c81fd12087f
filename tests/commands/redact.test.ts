import { expect, test } from 'vitest'
import { redact } from '../../src/commands/index.ts'

const shapes: readonly (readonly [text: string, shown: string])[] = [
  [`a ghp_${'a1'.repeat(18)} b`, 'a [redacted] b'],
  [`gho_${'a1'.repeat(18)}`, '[redacted]'],
  [`github_pat_${'a1_'.repeat(18)}`, '[redacted]'],
  [`glpat-${'a1-'.repeat(8)}`, '[redacted]'],
  [`npm_${'a1'.repeat(18)}`, '[redacted]'],
  [`sk-${'a1'.repeat(18)}`, '[redacted]'],
  [`sk-ant-api03-${'a1'.repeat(18)}`, '[redacted]'],
  [`sk_live_${'a1'.repeat(8)}`, '[redacted]'],
  [`AKIA${'A1'.repeat(8)}`, '[redacted]'],
  ['xoxb-123456-abcdef', '[redacted]'],
  [`AIza${'a1'.repeat(18)}`, '[redacted]'],
  [`hf_${'a1'.repeat(18)}`, '[redacted]'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', '[redacted]'],
  ['postgres://ann:pa55word@host/db', 'postgres://ann:[redacted]@host/db'],
  ['Authorization: Bearer abc.def', 'Authorization: [redacted]'],
  ['"authorization": "Basic YTpi"', '"authorization": "[redacted]"'],
  [`curl -H 'x: Bearer ${'a1'.repeat(10)}'`, `curl -H 'x: Bearer [redacted]'`],
  ['password=hunter2 user=ann', 'password=[redacted] user=ann'],
  ["client_secret='a-b-c-d'", "client_secret='[redacted]'"],
  ['{"accessToken": "abcdef"}', '{"accessToken": "[redacted]"}'],
  [
    'a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb',
    'a\n[redacted]\nb',
  ],
  ['-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl', '[redacted]'],
]

test.each(shapes)('%j is known by its shape', (text, shown) => {
  expect(redact(text)).toBe(shown)
  expect(redact(shown)).toBe(shown)
})

test('what only resembles a secret stays', () => {
  for (const text of [
    'the password is wrong',
    'token count: 5',
    'sk-short',
    'risk-management-of-things',
    'https://host:8080/a@b',
    'git@github.com:a/b.git',
    '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----',
    'eyJ is how a token begins',
  ])
    expect(redact(text)).toBe(text)
})

test('values of variables with secret names are hidden, plain and encoded', () => {
  const environment = {
    DEPLOY_TOKEN: 'a+b/c=d&e',
    DB_PASSWORD: 'correct horse',
    SHORT_SECRET: 'abc',
    AUTH_ENABLED: 'true',
    GIT_AUTHOR_NAME: 'Ann Example',
    SSH_AUTH_SOCK: '/run/agent.1',
    UNSET_TOKEN: undefined,
  }
  const text = 'a+b/c=d&e a%2Bb%2Fc%3Dd%26e correct horse abc true Ann Example /run/agent.1'
  expect(redact(text, { environment })).toBe(
    '[redacted] [redacted] [redacted] abc true Ann Example /run/agent.1',
  )
})

test('a secret of several lines is hidden in each of its lines', () => {
  const secrets = ['first line of it\nsecond line of it\nend']
  expect(redact('x first line of it y\nend', { secrets })).toBe('x [redacted] y\nend')
  expect(redact(`<${secrets[0]}>`, { secrets })).toBe('<[redacted]>')
})

test('of secrets within each other the longest is hidden', () => {
  expect(redact('abcdef', { secrets: ['abcd', 'cdef', 'bcde'] })).toBe('[redacted]')
  expect(redact('abcd abcdef', { secrets: ['abcd', 'abcdef'] })).toBe('[redacted] [redacted]')
})

test('characters with a meaning in patterns are taken literally', () => {
  expect(redact('x a.c* y abc*', { secrets: ['a.c*'] })).toBe('x [redacted] y abc*')
})
