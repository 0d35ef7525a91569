import { and, desc, eq } from 'drizzle-orm'
import { decisionsOn, latestRequest } from '../../approvals/find-request.ts'
import { progressOf } from '../../approvals/step.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import type { Handle } from '../../platform/database.ts'
import { packetDigest, stepOfFiling, type FilingKind } from './packet.ts'
import { filings } from './schema.ts'

/** The approvals' word for taking a filing. */
export const FILING_APPROVAL = 'filing.accept'

/** What is decided: a cycle's filing of a kind, whichever position it has reached. */
export const filingSubject = (cycleId: string, kind: FilingKind): string => `${cycleId}.${kind}`

export type Filing = typeof filings.$inferSelect

/** Where a filing stands; `approved` still waits to be taken in. */
export type FilingStanding =
  | {
      readonly kind: 'waiting' | 'returned' | 'approved' | 'broken'
      readonly requestId: string
      readonly digest: string
    }
  | { readonly kind: 'accepted'; readonly requestId: null; readonly digest: string }

/** The last one handed in; null before the first. */
export async function latestFiling(
  handle: Handle,
  cycleId: string,
  kind: FilingKind,
): Promise<Filing | null> {
  const [row] = await handle
    .select()
    .from(filings)
    .where(and(eq(filings.cycleId, cycleId), eq(filings.kind, kind)))
    .orderBy(desc(filings.position))
    .limit(1)
  return row ?? null
}

export async function standingOfFiling(handle: Handle, filing: Filing): Promise<FilingStanding> {
  const { cycleId, kind } = filing
  const digest = packetDigest(filing)
  if (await isAccepted(handle, filing)) return { kind: 'accepted', requestId: null, digest }
  const request = await latestRequest(handle, {
    kind: FILING_APPROVAL,
    subjectId: filingSubject(cycleId, kind),
  })
  if (!request) throw new Error(`filing ${filing.id} was handed in without a request`)
  const requestId = request.id
  const decisions = await decisionsOn(handle, requestId)
  if (decisions.some(({ decision }) => decision === 'returned'))
    return { kind: 'returned', requestId, digest }
  const { missing, isBroken } = progressOf(request.steps, decisions)
  if (isBroken) return { kind: 'broken', requestId, digest }
  return { kind: missing === 0 ? 'approved' : 'waiting', requestId, digest }
}

/** Was this very one taken in? */
export async function isAccepted(handle: Handle, { id, cycleId, kind }: Filing): Promise<boolean> {
  const events = await eventsOf(handle, cycleId)
  return events.some(({ step, about }) => step === stepOfFiling(kind) && about === id)
}
