import type { Day } from '../calendar/day.ts'
import type { Note, Reason, Status, Verdict } from '../credentials/reason.ts'
import type { CarriedRecord } from '../credentials/record.ts'
import { levelName } from '../titles/level.ts'
import { routeName } from '../titles/route.ts'
import { scopeLine } from '../titles/validity-scope.ts'
import type { Coverage } from './coverage.ts'

/** What everybody gets to hear about a certificate: the API's JSON, and all that the pages show. */
export interface VerificationAnswer {
  readonly verdict: Verdict
  readonly status: Status
  /** The day of the decision that made it so; null when there was none, or when only a status list was asked. */
  readonly since: Day | null
  /** The day the verdict is about; null: now. */
  readonly asOf: Day | null
  /** Empty when valid; never the ground of a suspension or revocation. */
  readonly reasons: readonly Reason[]
  /** What to know of a valid one; mostly empty. */
  readonly notes: readonly Note[]
  readonly certificate: ShownCertificate | null
  /** A title collected from the past, with status `historical`: never a certificate. */
  readonly pastTitle: ShownPastTitle | null
  /** With `not-found`, when year and level were asked. */
  readonly coverage: Coverage | null
  /** The issuing entry, under the checkpoint published last. */
  readonly ledger: { readonly origin: string; readonly index: number; readonly size: number } | null
  /** The key that signed, and the days it may sign. */
  readonly signedBy: { readonly kid: string; readonly from: Day; readonly until: Day | null } | null
  /** ISO instant with +08:00. */
  readonly checkedAt: string
}

/** A collected title in words. What the paper does not tell is null. */
export interface ShownPastTitle {
  readonly number: string | null
  readonly name: string
  readonly series: string
  readonly specialty: string
  readonly title: string
  readonly level: { readonly code: string; readonly name: string }
  readonly route: { readonly code: string; readonly name: string }
  /** YYYY, YYYY-MM or YYYY-MM-DD: as much as is known. */
  readonly obtainedOn: string
  readonly committee: string | null
  readonly document: string | null
  readonly scope: { readonly kind: string; readonly text: string | null }
  readonly issuer: string | null
  /** Who collected and who accepted it, in one sentence. */
  readonly provenance: string
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

/** An answer that shows no certificate; what a caller knows beyond that it puts over it. */
export const bareAnswer = (
  verdict: Verdict,
  reasons: readonly Reason[],
  checkedAt: string,
): VerificationAnswer => ({
  verdict,
  status: 'unknown',
  since: null,
  asOf: null,
  reasons,
  notes: [],
  certificate: null,
  pastTitle: null,
  coverage: null,
  ledger: null,
  signedBy: null,
  checkedAt,
})

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

/** Nothing of ours was found, or not under what else was given: whoever asks often may be counting through numbers. */
export const isMiss = ({ reasons }: VerificationAnswer): boolean =>
  reasons.some(({ code }) => code === 'not-found')
