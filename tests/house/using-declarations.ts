import { Visitor } from '@swc/core/Visitor.js'

// swc parses `await using`, but the visitor that dependency-cruiser builds on throws at the statement. It is shown as the `const`
// that it is to anybody who looks for imports. To be removed when the visitor knows it: tests/architecture.test.ts then still passes.

const known = Visitor.prototype.visitStatement

Visitor.prototype.visitStatement = function visitStatement(statement) {
  const { type, decls } = statement as { type: string; decls?: unknown }
  if (type !== 'UsingDeclaration') return known.call(this, statement)
  return known.call(this, {
    ...statement,
    type: 'VariableDeclaration',
    kind: 'const',
    declare: false,
    declarations: decls,
  } as Parameters<typeof known>[0])
}
