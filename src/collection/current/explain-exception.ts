import { eq } from 'drizzle-orm'
import { certificates } from '../../certificates/schema.ts'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { personKeys } from '../../people/find-keys.ts'
import { NONCE_LENGTH, protectText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation, type Handle } from '../../platform/database.ts'
import { qualificationDocuments } from '../../results/document/schema.ts'
import { base64url } from '../../signing/bytes.ts'
import { titleRecords } from '../../titles/schema.ts'
import { recordAct } from '../../trail/record-act.ts'
import { badReturn, nothingUnexplained, titleNotFound } from '../acceptance/refusals.ts'
import { isExceptionReason } from './exception-reason.ts'
import { collectionExceptions, sealedCollectionExceptions } from './schema.ts'

export const exceptionPlace = (id: string) => ({ column: 'collection_exceptions.ground', row: id }) as const

/** Step: a title of a document here, and whose document it is. Refuses `collection/title-not-found`. */
export async function titleInDocument(handle: Handle, titleId: string) {
  const [title] = await handle
    .select({ personId: titleRecords.personId, officeId: qualificationDocuments.authorityId })
    .from(titleRecords)
    .innerJoin(qualificationDocuments, eq(qualificationDocuments.id, titleRecords.documentId))
    .where(eq(titleRecords.id, titleId))
  if (!title) throw titleNotFound(titleId)
  return title
}

/**
 * Says why somebody a document names has no certificate; once for each title. Refuses `collection/title-not-found`,
 * `/nothing-unexplained`, `/bad-return`, `identity/not-allowed`.
 */
export async function explainException(
  ctx: Context,
  {
    titleId,
    reason,
    ground: typed,
  }: { readonly titleId: string; readonly reason: string; readonly ground: string },
): Promise<void> {
  if (!isExceptionReason(reason)) throw badReturn('原因', '请从所列的原因中选择')
  const ground = typed.replaceAll('\r\n', '\n').trim()
  const length = Array.from(ground).length
  if (length < 2 || length > 500 || /[\p{Cs}\p{Bidi_C}]|[^\P{Cc}\n]/u.test(ground))
    throw badReturn('说明', '应为 2 到 500 个字，不含不能显示的字符')
  const id = base64url(ctx.random(16))
  const record = entryRecord(ctx.random(16))
  try {
    await ctx.database.transaction(async (tx) => {
      const { personId, officeId } = await titleInDocument(tx, titleId)
      await authorise(ctx, tx, 'collection.enter', officeId, titleNotFound(titleId))
      const [certificate] = await tx
        .select({ id: certificates.id })
        .from(certificates)
        .where(eq(certificates.titleId, titleId))
        .limit(1)
      if (certificate) throw nothingUnexplained()
      const key = (await personKeys(ctx, tx, [personId])).get(personId) as PersonKey
      const row = {
        id,
        officeId,
        titleId,
        personId,
        reason,
        ground: protectText(key, exceptionPlace(id), ground, ctx.random(NONCE_LENGTH)),
        enteredOn: ctx.today(),
        enteredBy: ctx.actor.name,
      }
      const { rows, sealRoot } = sealRows(sealedCollectionExceptions, record, [row], ctx.random(32))
      await tx.insert(collectionExceptions).values([...rows])
      await recordAct(ctx, tx, {
        act: 'collection.enter',
        officeId,
        about: titleId,
        subjects: [personId],
        facts: { reason },
      })
      await appendEntries(tx, [
        {
          type: 'collection.explained',
          record,
          day: ctx.today(),
          seals: { collection_exceptions: sealRoot },
          facts: { reason },
        },
      ])
    })
  } catch (error) {
    if (uniqueViolation(error) === 'collection_exceptions_title') throw nothingUnexplained()
    throw error
  }
}
