import type { Day } from '../../calendar/day.ts'
import type { Handle } from '../../platform/database.ts'

/** A certificate as its holder finds it at their own door. */
export interface OwnCertificate {
  readonly number: string
  readonly title: string
  readonly specialty: string
  readonly level: string
  readonly office: string
  readonly issuedOn: Day
  /** In words; null while it is in force. */
  readonly over: string | null
  /** Of its page: /v/<code>. */
  readonly code: string
}

/** Step: every certificate of these persons, the newest first; certificates lie above us. Whoever calls is that person. */
export type CertificatesOf = (
  handle: Handle,
  personIds: readonly string[],
) => Promise<readonly OwnCertificate[]>
