import { and, desc, eq } from 'drizzle-orm'
import { decisionsOn, latestRequest } from '../../approvals/find-request.ts'
import { progressOf } from '../../approvals/step.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import type { Handle } from '../../platform/database.ts'
import { currentList } from '../lists/candidates.ts'
import { packetDigest, stageOfFiling, stepOfFiling, type FilingKind } from './packet.ts'
import { filings } from './schema.ts'

/** The approvals' word for taking a filing. */
export const FILING_APPROVAL = 'filing.accept'

/** What is decided: a cycle's filing of a kind, whichever position it has reached. */
export const filingSubject = (cycleId: string, kind: FilingKind): string => `${cycleId}.${kind}`

export type Filing = typeof filings.$inferSelect

/** Where a filing stands; `approved` still waits to be taken in, `outdated` was taken in before its list was corrected. */
export type FilingStanding =
  | {
      readonly kind: 'waiting' | 'returned' | 'approved' | 'broken'
      readonly requestId: string
      readonly digest: string
    }
  | { readonly kind: 'accepted' | 'outdated'; readonly requestId: null; readonly digest: string }

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
  if (await isTaken(handle, filing)) {
    const kindNow = (await isOfCurrentList(handle, filing)) ? 'accepted' : 'outdated'
    return { kind: kindNow, requestId: null, digest }
  }
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

/** Was this very one taken in, and is the list it was made of still the one that holds? */
export const isAccepted = async (handle: Handle, filing: Filing): Promise<boolean> =>
  (await isTaken(handle, filing)) && (await isOfCurrentList(handle, filing))

async function isTaken(handle: Handle, { id, cycleId, kind }: Filing): Promise<boolean> {
  const events = await eventsOf(handle, cycleId)
  return events.some(({ step, about }) => step === stepOfFiling(kind) && about === id)
}

async function isOfCurrentList(handle: Handle, { cycleId, kind, listId }: Filing): Promise<boolean> {
  if (listId === null) return true
  return (await currentList(handle, cycleId, stageOfFiling(kind)))?.id === listId
}
