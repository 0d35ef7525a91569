/** What sort of no: decides the HTTP status (platform/problem.ts) and the exit code, nothing else. */
export type RefusalKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'wrong-method'
  | 'conflict'
  | 'too-large'
  | 'unsupported'
  | 'too-many'
  | 'unavailable'

/**
 * A rule said no. `code` (`<folder>/<reason>`) is a public promise; `message` is Chinese, for the person, and says
 * what to do; `facts` are data for programs. Anything thrown that is not a Refusal is a bug.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly kind: RefusalKind
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>

  constructor(
    kind: RefusalKind,
    code: string,
    message: string,
    facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
    this.kind = kind
    this.code = code
    this.facts = facts
  }
}
