// Every quantifier is bounded or runs over a class that its successor cannot match, so the search stays linear.
/** What secrets look like: keys and tokens of known services, and what stands where a password does. */
export const secretShapes: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^]{0,16384}?-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|[^]{0,16384})/g,
  /\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|npm_[A-Za-z0-9]{20,})/g,
  /\bsk-[\w-]{16,}/g,
  /\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bxox[a-z]-[\w-]{8,}/g,
  /\bAIza[\w-]{30,}/g,
  /\bhf_[A-Za-z0-9]{20,}/g,
  /\bpypi-[\w-]{30,}/g,
  /\bey[JK][\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*){1,3}/g,
  /(?<=:\/\/[^\s/:@]{0,100}:)[^\s/@]{1,300}(?=@)/g,
  /(?<=\bAuthorization["']?\s{0,4}[:=]\s{0,4}["']?)[^\s"'][^\r\n"']{0,4000}/gi,
  /(?<=\bBearer\s{1,4})[\w.~+/=-]{16,}/gi,
  /(?<=(?:password|passwd|passphrase|secret|api[_-]?key|access[_-]?key|(?:access|auth|refresh)[_-]?token|private[_-]?key)["']?\s?=\s?["']?)[^\s"'&;,]{4,4000}/gi,
  /(?<="[\w-]{0,40}(?:password|passwd|secret|api[_-]?key|access[_-]?key|token)"\s{0,4}:\s{0,4}")[^"\r\n]{4,4000}/gi,
]
