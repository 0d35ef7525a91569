import type { Day } from '../calendar/day.ts'
import type { Reason, Status, Verdict } from '../credentials/reason.ts'
import type { CarriedRecord } from '../credentials/record.ts'
import { levelName } from '../titles/level.ts'
import { routeName } from '../titles/route.ts'
import { scopeLine } from '../titles/validity-scope.ts'

/** What everybody gets to hear about a certificate: the API's JSON, and all that the pages show. */
export interface VerificationAnswer {
  readonly verdict: Verdict
  readonly status: Status
  /** Empty when valid; never the ground of a suspension or revocation. */
  readonly reasons: readonly Reason[]
  readonly certificate: ShownCertificate | null
  /** The issuing entry, under the checkpoint published last. */
  readonly ledger: { readonly origin: string; readonly index: number; readonly size: number } | null
  /** The key that signed, and the days it may sign. */
  readonly signedBy: { readonly kid: string; readonly from: Day; readonly until: Day | null } | null
  /** ISO instant with +08:00. */
  readonly checkedAt: string
}

export interface ShownCertificate {
  readonly number: string
  readonly name: string
  readonly series: string
  readonly specialty: string
  readonly title: string
  readonly level: { readonly code: string; readonly name: string }
  readonly route: { readonly code: string; readonly name: string }
  readonly obtainedOn: Day
  /** Null when the envelope does not carry it. */
  readonly committee: string | null
  readonly document: string
  readonly scope: { readonly kind: string; readonly text: string | null }
  readonly issuer: { readonly name: string | null; readonly creditCode: string }
  readonly issuedOn: Day
}

/** The signed record in words; nothing else of ours feeds an answer. */
export function certificateShown(record: CarriedRecord): ShownCertificate {
  const { number, name, series, specialty, title, obtainedOn, committee, document, issuer, issuedOn } = record
  return {
    number,
    name,
    series,
    specialty,
    title,
    level: { code: record.level, name: levelName(record.level) },
    route: { code: record.route, name: routeName(record.route) },
    obtainedOn,
    committee,
    document,
    scope: { kind: record.scope.kind, text: scopeLine(record.scope) },
    issuer: { name: issuer.name, creditCode: issuer.creditCode },
    issuedOn,
  }
}
