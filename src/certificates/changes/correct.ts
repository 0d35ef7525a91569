import { eq } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { isSound, type CertificateRecord } from '../../credentials/record.ts'
import { requirePower } from '../../identity/require-power.ts'
import { checkName, textFault } from '../../people/name.ts'
import { NONCE_LENGTH, protectText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { canonicalJson, type JsonValue } from '../../signing/canonical-json.ts'
import { qualificationDocuments } from '../../results/document/schema.ts'
import { isSpecified } from '../../titles/level.ts'
import { powered } from '../../titles/powered.ts'
import { recordTitles } from '../../titles/record-titles.ts'
import { titleRecords } from '../../titles/schema.ts'
import { holdCertificate, refuseIfImpossible } from './change-status.ts'
import { checkedDecision, type Decision } from './decision.ts'
import { signedRecord } from '../reading/signed-record.ts'
import type { FoundCertificate } from '../reading/find.ts'
import { changesOf } from '../reading/lives.ts'
import { badCorrection, correctWithDocument, needsApproval, nothingChanged } from '../refusals.ts'
import { replaceCertificate, type Replaced, type SealMore } from './replace-certificate.ts'

/** What a certificate says that may turn out to be wrong. */
export type Corrections = Partial<
  Pick<
    CertificateRecord,
    'name' | 'series' | 'specialty' | 'title' | 'level' | 'route' | 'obtainedOn' | 'committee' | 'scope'
  >
>

export interface Correction {
  readonly number: string
  readonly corrections: Corrections
  readonly document: string
  readonly decidedOn?: Day
  readonly ground: string
}

/**
 * Corrects what a certificate says (更正): the title's next record and the certificate's next version, under a new
 * number; the old version is superseded, for every day, since its wording was never right. Which members changed is
 * kept, and both records say from what to what. From the console only: over the web it is proposed and approved
 * (propose-replacement.ts). Refuses `certificates/bad-correction`, `…/nothing-changed`, and what `changeStatus` refuses.
 */
export async function correctCertificate(ctx: Context, input: Correction): Promise<Replaced> {
  if (ctx.actor.kind !== 'console') throw needsApproval()
  const decision = checkedDecision({ decidedOn: ctx.today(), ...input }, ctx.today())
  return ctx.database.transaction(async (tx) =>
    correctHeld(ctx, tx, await holdCertificate(ctx, tx, input.number), {
      decision,
      corrections: input.corrections,
    }),
  )
}

/** Step: the correction itself, of a certificate that is held. */
export async function correctHeld(
  ctx: Context,
  tx: Transaction,
  held: FoundCertificate,
  of: { readonly decision: Decision; readonly corrections: Corrections } & SealMore,
): Promise<Replaced> {
  const { before, after, changed } = await judgeCorrection(ctx, tx, held, of.corrections)
  await requirePower(tx, held.row.authorityId, 'issue', powered(after))
  const titleId = base64url(ctx.random(16))
  return replaceCertificate(ctx, tx, {
    held,
    act: 'correct',
    decision: of.decision,
    changed,
    photo: null,
    basis: {
      title: { ...after, id: titleId },
      holder: { name: after.name, key: held.holder },
      document: { id: held.row.documentId, number: before.document },
      version: held.row.version + 1,
    },
    async sealMore(entryRecord, newVersionId) {
      const title_records = await nextTitle(ctx, tx, entryRecord, { held, titleId, after })
      return { title_records, ...(await of.sealMore?.(entryRecord, newVersionId)) }
    },
  })
}

/** Step: what a correction would change, or why it may not be made. */
export async function judgeCorrection(
  ctx: Context,
  handle: Handle,
  found: FoundCertificate,
  corrections: Corrections,
): Promise<{
  readonly before: CertificateRecord
  readonly after: CertificateRecord
  readonly changed: readonly (keyof Corrections)[]
}> {
  const changes = await changesOf(handle, [found.row.id])
  await refuseIfImpossible(handle, found, 'correct', changes.get(found.row.id) ?? [])
  const [later] = await handle
    .select({ number: qualificationDocuments.number })
    .from(qualificationDocuments)
    .where(eq(qualificationDocuments.replacesId, found.row.documentId))
  if (later) throw correctWithDocument(found.row.number, later.number)
  const before = signedRecord(ctx, found)
  const after = corrected(before, corrections, ctx.today())
  const changed = MEMBERS.filter((member) => text(before[member]) !== text(after[member]))
  if (changed.length === 0) throw nothingChanged(found.row.number)
  return { before, after, changed }
}

const MEMBERS = [
  'name',
  'series',
  'specialty',
  'title',
  'level',
  'route',
  'obtainedOn',
  'committee',
  'scope',
] as const satisfies readonly (keyof Corrections)[]

const text = (value: unknown): string => canonicalJson(value as JsonValue)

function corrected(before: CertificateRecord, corrections: Corrections, today: Day): CertificateRecord {
  const given = Object.fromEntries(Object.entries(corrections).filter(([, value]) => value !== undefined))
  const after: CertificateRecord = { ...before, ...given }
  for (const member of ['series', 'specialty', 'title', 'committee'] as const) {
    const value = after[member]
    if (value !== null && (typeof value !== 'string' || value.trim() !== value || textFault(value)))
      throw badCorrection(member)
  }
  if (typeof after.name !== 'string' || 'fault' in checkName(after.name)) throw badCorrection('name')
  if (!isSound(after)) throw badCorrection('record')
  if (!isSpecified(after.level)) throw badCorrection('level')
  if (after.obtainedOn > today) throw badCorrection('obtainedOn')
  return after
}

/** Step: the title as it should have been recorded, in place of the record it corrects. */
async function nextTitle(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  of: { readonly held: FoundCertificate; readonly titleId: string; readonly after: CertificateRecord },
) {
  const { held, titleId, after } = of
  const [old] = await tx.select().from(titleRecords).where(eq(titleRecords.id, held.row.titleId))
  if (!old) throw new Error(`title ${held.row.titleId} is referred to but does not exist`)
  const { sealSalt: _salt, seal: _seal, sealedBy: _by, ...kept } = old
  const { series, specialty, title, level, route, obtainedOn, committee, scope } = after
  const place = { column: 'title_records.name', row: titleId } as const
  return recordTitles(ctx, tx, entryRecord, [
    {
      ...kept,
      id: titleId,
      replaces: old.id,
      name: protectText(held.holder, place, after.name, ctx.random(NONCE_LENGTH)),
      series,
      specialty,
      title,
      level,
      route,
      obtainedOn,
      committee,
      scope,
    },
  ])
}
