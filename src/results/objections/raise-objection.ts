import { and, eq } from 'drizzle-orm'
import { cycleById } from '../../cycles/find-cycle.ts'
import { waitForCycle } from '../../cycles/require-step.ts'
import { policyOfCycle } from '../../cycles/policy-of-cycle.ts'
import { sourceOf } from '../../cycles/source.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { remainingKeys } from '../../people/find-keys.ts'
import { matchingName } from '../../people/name.ts'
import { revealText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { resultRows } from '../lists/schema.ts'
import { publicationById, type Publication } from '../publicity/find-publication.ts'
import { publicityState } from '../publicity/state.ts'
import { newObjectionKey, sealContact, sealText } from './protect-objection.ts'
import { newReceipt, secretDigest, type ObjectionReceipt } from './receipt.ts'
import { anonymousNotAccepted, badObjection, noMorePublic, notYetPublic, objectionLate } from './refusals.ts'
import { objections, sealedObjections } from './schema.ts'

export interface NewObjection {
  readonly publicationId: string
  /** Whom it is about, as the list names them; null: the procedure as a whole. */
  readonly about: { readonly position: number | null; readonly name: string } | null
  /** 10 to 5,000 characters. */
  readonly text: string
  /** Who says it and how to reach them; null: anonymous. */
  readonly contact: string | null
}

/**
 * Takes in what anybody says against a publication; only the row it names is held. Nobody signs in for it: the edge limits
 * how often. Where no source rules on anonymous or late ones they are taken in and marked as such. Refuses
 * `results/bad-objection`, `/not-yet-public`, `/no-more-public`, `/objection-late`, `/anonymous-not-accepted`.
 */
export async function raiseObjection(ctx: Context, input: NewObjection): Promise<ObjectionReceipt> {
  const text = prose('异议内容', input.text, 10, 5_000)
  const contact = input.contact === null ? null : prose('姓名和联系方式', input.contact, 2, 200)
  return ctx.database.transaction(async (tx) => {
    const publication = await publicationById(tx, input.publicationId)
    const cycle = await cycleById(tx, publication.cycleId)
    const isLate = lateness(ctx, publication)
    // What holds a row at once comes before a document or a certificate, or after; never in between.
    if (!isLate) await waitForCycle(tx, publication.cycleId)
    await refuseByPolicy(tx, cycle, { isLate, isAnonymous: contact === null })
    const row = input.about === null ? null : await rowAbout(ctx, tx, publication, input.about, isLate)

    const id = base64url(ctx.random(16))
    const receipt = newReceipt(ctx.random(20))
    const key = newObjectionKey(ctx, id)
    const record = entryRecord(ctx.random(16))
    const { rows, sealRoot } = sealRows(
      sealedObjections,
      record,
      [
        {
          id,
          reference: receipt.reference,
          secretDigest: secretDigest(receipt.secret),
          publicationId: publication.publicationId,
          listId: publication.listId,
          cycleId: publication.cycleId,
          kind: publication.kind,
          rowId: row?.id ?? null,
          personId: row?.key.personId ?? null,
          wrappedKey: key.wrapped,
          text: sealText(ctx, id, key, row?.key ?? null, withName(text, input, row !== null)),
          contact: contact === null ? null : sealContact(ctx, id, key, contact),
          isLate,
          receivedOn: ctx.today(),
        },
      ],
      ctx.random(32),
    )
    await tx.insert(objections).values([...rows])
    await recordAct(ctx, tx, {
      act: 'objections.raise',
      officeId: cycle.officeId,
      about: id,
      ...(row && { subjects: [row.key.personId] }),
    })
    await appendEntries(tx, [
      {
        type: 'objection.raised',
        record,
        day: ctx.today(),
        seals: { objections: sealRoot },
        facts: { publication: publication.publicationId },
      },
    ])
    return receipt
  })
}

function lateness(ctx: Context, publication: Publication): boolean {
  const state = publicityState(publication, ctx.today()).kind
  if (state === 'announced') throw notYetPublic(publication.opensOn)
  if (state === 'withdrawn' || state === 'replaced') throw noMorePublic()
  return state !== 'open'
}

async function refuseByPolicy(
  handle: Handle,
  cycle: Cycle,
  { isLate, isAnonymous }: { readonly isLate: boolean; readonly isAnonymous: boolean },
): Promise<void> {
  const { lateObjection: late, anonymousObjection: anonymous } = await policyOfCycle(handle, cycle)
  if (isLate && late.kind !== 'unspecified' && late.value === 'not-accepted')
    throw objectionLate(sourceOf(late))
  if (isAnonymous && anonymous.kind !== 'unspecified' && anonymous.value === 'not-accepted')
    throw anonymousNotAccepted(sourceOf(anonymous))
}

/**
 * The row somebody means. While the list is public a wrong number or name is told; afterwards nobody learns whether a
 * name was on it: what is not found plainly is left to the office.
 */
async function rowAbout(
  ctx: Context,
  tx: Transaction,
  { listId }: Publication,
  about: { readonly position: number | null; readonly name: string },
  isLate: boolean,
): Promise<{ readonly id: string; readonly key: PersonKey } | null> {
  const wanted = matchingName(about.name.trim())
  const inList = eq(resultRows.listId, listId)
  const rows = await tx
    .select({ id: resultRows.id, personId: resultRows.personId, name: resultRows.name })
    .from(resultRows)
    .where(about.position === null ? inList : and(inList, eq(resultRows.position, about.position)))
  const keys = await remainingKeys(
    ctx,
    tx,
    rows.map(({ personId }) => personId),
  )
  const found = rows.flatMap(({ id, personId, name }) => {
    const key = keys.get(personId)
    const opened = key && revealText(key, { column: 'result_rows.name', row: id }, name)
    return key && opened !== undefined && matchingName(opened) === wanted ? [{ id, key }] : []
  })
  const [first, second] = found
  if (first && !second) return first
  if (isLate) return null
  throw badObjection(
    '姓名和序号',
    second ? '名单上有同名的人，请填写公示名单上的序号' : '与公示名单不符，请按名单填写',
  )
}

// Nobody's row was found by that name, and the office must read whom it is about.
const withName = (text: string, { about }: NewObjection, isFound: boolean): string =>
  about === null || isFound ? text : `所涉人员：${about.name.trim()}\n${text}`

function prose(field: string, typed: string, least: number, most: number): string {
  const text = typed.replaceAll('\r\n', '\n').trim()
  const length = Array.from(text).length
  if (length < least || length > most) throw badObjection(field, `应为 ${least} 到 ${most} 个字`)
  if (/[\p{Cs}\p{Bidi_C}]|[^\P{Cc}\n\t]/u.test(text)) throw badObjection(field, '含有不能显示的字符')
  return text
}
