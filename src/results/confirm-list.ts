import { asc, eq } from 'drizzle-orm'
import { requireApproved } from '../approvals/require-approved.ts'
import { isDay, type Day } from '../calendar/day.ts'
import { authorise } from '../identity/authorise.ts'
import { authorityById } from '../identity/find-authority.ts'
import { distinctTitles } from '../identity/power.ts'
import { requirePower } from '../identity/require-power.ts'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import { personKeys } from '../people/find-keys.ts'
import { NONCE_LENGTH, protectText, revealText, type PersonKey } from '../people/protect.ts'
import type { Context } from '../platform/context.ts'
import { uniqueViolation, type Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { recordTitles, type NewTitleRecord } from '../titles/record-titles.ts'
import { powered } from '../titles/powered.ts'
import { recordAct } from '../trail/record-act.ts'
import { parseDocumentNumber } from './document-number.ts'
import { lockUnconfirmedList } from './lock-list.ts'
import { officesOfList } from './find-list.ts'
import { listDigest } from './list-digest.ts'
import { badDocumentDay, badDocumentNumber, documentNumberUsed, listNotFound } from './refusals.ts'
import { qualificationDocuments, resultRows, sealedQualificationDocuments } from './schema.ts'
import { LIST_APPROVAL } from './submit-list.ts'

/**
 * Confirms a list with the qualification document that names its people, whose titles exist from here on. This is
 * the whole confirmation for now; publicity, filing and approvals will stand before it, in this same act.
 */
export async function confirmList(
  ctx: Context,
  input: { readonly listId: string; readonly documentNumber: string; readonly issuedOn: Day },
): Promise<{ documentId: string; number: string; titles: number }> {
  const parsed = parseDocumentNumber(input.documentNumber)
  if (!('text' in parsed)) throw badDocumentNumber(input.documentNumber)
  if (!isDay(input.issuedOn) || input.issuedOn > ctx.today()) throw badDocumentDay(input.issuedOn)
  const number = parsed.text

  try {
    return await ctx.database.transaction(async (tx) => {
      const { authorityId } = await officesOfList(tx, input.listId)
      await authorise(ctx, tx, 'lists.confirm', authorityId, listNotFound(input.listId))
      // The machine's owner answers for what was reviewed on paper; everybody else for what was reviewed here.
      if (ctx.actor.kind !== 'console')
        await requireApproved(ctx, tx, {
          kind: LIST_APPROVAL,
          subjectId: input.listId,
          digest: await listDigest(tx, input.listId),
        })
      const list = await lockUnconfirmedList(tx, input.listId)
      const authority = await authorityById(tx, list.authorityId)
      const record = entryRecord(ctx.random(16))
      const documentId = base64url(ctx.random(16))
      const document = sealRows(
        sealedQualificationDocuments,
        record,
        [
          {
            id: documentId,
            listId: list.id,
            authorityId: authority.id,
            number,
            issuedOn: input.issuedOn,
            registeredOn: ctx.today(),
            registeredBy: ctx.actor.name,
          },
        ],
        ctx.random(32),
      )
      await tx.insert(qualificationDocuments).values([...document.rows])
      const titles = await titlesOf(ctx, tx, list.id, documentId)
      await requirePower(tx, authority.id, 'confirm', ...distinctTitles(titles.map(powered)))
      const titleSeal = await recordTitles(ctx, tx, record, titles)
      await recordAct(ctx, tx, {
        act: 'lists.confirm',
        officeId: authority.id,
        about: list.id,
        subjects: titles.map(({ personId }) => personId),
        facts: { number },
      })
      await appendEntries(tx, [
        {
          type: 'document.registered',
          record,
          day: ctx.today(),
          seals: { qualification_documents: document.sealRoot, title_records: titleSeal },
          facts: {
            number,
            issuedOn: input.issuedOn,
            authority: authority.creditCode,
            persons: titles.length,
          },
        },
      ])
      return { documentId, number, titles: titles.length }
    })
  } catch (error) {
    if (uniqueViolation(error) === 'qualification_documents_number') throw documentNumberUsed(number)
    throw error
  }
}

async function titlesOf(
  ctx: Context,
  tx: Transaction,
  listId: string,
  documentId: string,
): Promise<readonly NewTitleRecord[]> {
  const rows = await tx
    .select()
    .from(resultRows)
    .where(eq(resultRows.listId, listId))
    .orderBy(asc(resultRows.position))
  const keys = await personKeys(
    ctx,
    tx,
    rows.map(({ personId }) => personId),
  )
  return rows.map((row) => {
    const key = keys.get(row.personId) as PersonKey
    const name = revealText(key, { column: 'result_rows.name', row: row.id }, row.name)
    const id = base64url(ctx.random(16))
    return {
      id,
      personId: row.personId,
      position: row.position,
      name: protectText(key, { column: 'title_records.name', row: id }, name, ctx.random(NONCE_LENGTH)),
      series: row.series,
      specialty: row.specialty,
      title: row.title,
      level: row.level,
      route: row.route,
      obtainedOn: row.obtainedOn,
      obtainedPrecision: 'day' as const,
      committee: row.committee,
      documentId,
      scope: row.scope,
      source: 'live' as const,
    }
  })
}
