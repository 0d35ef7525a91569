import type { Day } from '../../calendar/day.ts'
import { matchesNumber } from '../../people/matches-number.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { holdCertificate, refuseIfImpossible } from './change-status.ts'
import { checkedDecision, type Decision } from './decision.ts'
import { isKeyCompromised, signedRecord } from '../reading/signed-record.ts'
import type { FoundCertificate } from '../reading/find.ts'
import { changesOf } from '../reading/lives.ts'
import { acceptedPhoto } from '../files/photo.ts'
import { needsApproval, nothingChanged, otherPerson } from '../refusals.ts'
import { replaceCertificate, type Replaced, type SealMore } from './replace-certificate.ts'

/** What a certificate issued anew has that the old one had not; at least one of them, unless its key was compromised. */
export interface Renewal {
  /** JPEG, at most 512 KB and 4096 pixels a side. */
  readonly photo?: Uint8Array
  /** The holder's number in its 18-digit form, when the certificate was issued under 15. */
  readonly idNumber?: string
}

export interface Reissue extends Renewal {
  readonly number: string
  readonly document: string
  readonly decidedOn?: Day
  readonly ground: string
}

/**
 * Issues a certificate anew with the same words (换发): a new picture, a number that went from 15 to 18 digits, or the key
 * of today for one that was compromised. The old version is superseded from today on; what it was worth before stays.
 * From the console only, like `correctCertificate`. Refuses `certificates/nothing-changed`, `…/other-person`, `rendering/photo-unusable`, and what
 * `changeStatus` refuses.
 */
export async function reissueCertificate(ctx: Context, input: Reissue): Promise<Replaced> {
  if (ctx.actor.kind !== 'console') throw needsApproval()
  const decision = checkedDecision({ decidedOn: ctx.today(), ...input }, ctx.today())
  return ctx.database.transaction(async (tx) =>
    reissueHeld(ctx, tx, await holdCertificate(ctx, tx, input.number), { decision, renewal: input }),
  )
}

/** Step: the reissue itself, of a certificate that is held. */
export async function reissueHeld(
  ctx: Context,
  tx: Transaction,
  held: FoundCertificate,
  of: { readonly decision: Decision; readonly renewal: Renewal } & SealMore,
): Promise<Replaced> {
  const { photo, changed } = await judgeRenewal(ctx, tx, held, of.renewal)
  const record = signedRecord(ctx, held)
  return replaceCertificate(ctx, tx, {
    held,
    act: 'reissue',
    decision: of.decision,
    changed,
    photo,
    basis: {
      title: { ...record, id: held.row.titleId },
      holder: { name: record.name, key: held.holder },
      document: { id: held.row.documentId, number: record.document },
      version: held.row.version + 1,
    },
    ...(of.sealMore && { sealMore: of.sealMore }),
  })
}

/** Step: what a reissue would change, or why it may not be made. */
export async function judgeRenewal(
  ctx: Context,
  handle: Handle,
  found: FoundCertificate,
  renewal: Renewal,
): Promise<{
  readonly photo: Uint8Array | null
  readonly changed: readonly (keyof Renewal | 'key')[]
}> {
  const { photo, idNumber } = renewal
  const { id, number, personId } = found.row
  const changes = await changesOf(handle, [id])
  await refuseIfImpossible(handle, found, 'reissue', changes.get(id) ?? [])
  const changed: (keyof Renewal | 'key')[] = []
  if (photo !== undefined) changed.push('photo')
  if (idNumber !== undefined) changed.push('idNumber')
  if (isKeyCompromised(ctx, found)) changed.push('key')
  if (changed.length === 0) throw nothingChanged(number)
  if (idNumber !== undefined && !(await matchesNumber(ctx, handle, personId, idNumber)))
    throw otherPerson(number)
  return { photo: photo === undefined ? null : acceptedPhoto(photo), changed }
}
