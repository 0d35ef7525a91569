import { inArray } from 'drizzle-orm'
import { currentAuthorities } from '../../identity/schema.ts'
import { remainingKeys } from '../../people/find-keys.ts'
import { readIdDocument, type IdDocumentType } from '../../people/id-document.ts'
import { revealText } from '../../people/protect.ts'
import { persons } from '../../people/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import type { Day } from '../../calendar/day.ts'

/** Whom a snapshot is asked about, as a stranger who checks the answer has them before him. */
export type SnapshotSubject =
  { readonly idType: IdDocumentType; readonly idNumber: string } | { readonly creditCode: string }

/** The one text that names a subject; null when the number is none of its kind. Fifteen digits are the eighteen. */
export function subjectText(subject: SnapshotSubject, today: Day): string | null {
  if ('creditCode' in subject) {
    const code = subject.creditCode.trim().toUpperCase()
    return /^[0-9A-Z]{18}$/.test(code) ? `credit-code|${code}` : null
  }
  const read = readIdDocument(subject.idType, subject.idNumber, today)
  return 'fault' in read ? null : `${subject.idType}|${read.idNumber?.full ?? read.number}`
}

/** Step: the texts of persons and offices of ours, by id. Whoever was erased or has no number is not among them. */
export async function subjectTexts(
  ctx: Context,
  handle: Handle,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const texts = new Map<string, string>()
  const offices = await handle
    .select({ id: currentAuthorities.id, creditCode: currentAuthorities.creditCode })
    .from(currentAuthorities)
    .where(inArray(currentAuthorities.id, [...ids]))
  for (const { id, creditCode } of offices) texts.set(id, `credit-code|${creditCode}`)
  const keys = await remainingKeys(ctx, handle, ids)
  const rows = await handle
    .select({ id: persons.id, idType: persons.idType, idNumber: persons.idNumber })
    .from(persons)
    .where(inArray(persons.id, [...keys.keys()]))
  for (const { id, idType, idNumber } of rows) {
    const key = keys.get(id)
    if (key === undefined || idType === null || idNumber === null) continue
    const number = revealText(key, { column: 'persons.id_number', row: id }, idNumber)
    texts.set(id, `${idType}|${number}`)
  }
  return texts
}
