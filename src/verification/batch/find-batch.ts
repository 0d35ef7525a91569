import { setImmediate as breath } from 'node:timers/promises'
import { findStoredAll, type StoredCertificate } from '../../certificates/reading/find.ts'
import { matchNumbers } from '../../people/matches-number.ts'
import { matchingName } from '../../people/name.ts'
import { openPersonKey } from '../../people/protect.ts'
import { samePersons } from '../../people/same-persons.ts'
import type { Context } from '../../platform/context.ts'
import { Refusal } from '../../platform/refusal.ts'
import { findPastTitlesAmong, type FoundPastTitle } from '../../titles/find-past-titles.ts'
import { foldNumber } from '../../titles/past-title.ts'
import { openTitleName, sealedTitleNames } from '../../titles/title-name.ts'
import type { BatchRow } from './batch-row.ts'

/** What a row found under everything it gave; null is any sort of no. */
export type RowFound =
  | { readonly kind: 'certificate'; readonly stored: StoredCertificate }
  | { readonly kind: 'past-title'; readonly past: FoundPastTitle }
  | null

// Some milliseconds of names to open: others have their turn between.
const AT_ONCE = 100

/** What each of these rows is about, in their order: a handful of questions for 100 rows. */
export async function findBatch(ctx: Context, rows: readonly BatchRow[]): Promise<readonly RowFound[]> {
  const found: RowFound[] = []
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    found.push(...(await findSome(ctx, rows.slice(from, from + AT_ONCE))))
    await breath()
  }
  return found
}

async function findSome(ctx: Context, rows: readonly BatchRow[]): Promise<readonly RowFound[]> {
  const { read } = ctx.database
  const codes = rows.flatMap(({ code }) => (code === '' ? [] : [code]))
  const numbers = rows.flatMap(({ code, number }) => (code === '' ? [foldNumber(number)] : []))
  const byCode = await findStoredAll(read, 'code', [...new Set(codes)])
  const byNumber = await findStoredAll(read, 'number', [...new Set(numbers)])
  const names = await namesOf(ctx, [...byCode, ...byNumber])
  const withCode = new Map(byCode.map((stored) => [stored.row.code, stored]))
  const withNumber = new Map(byNumber.map((stored) => [stored.row.number, stored]))

  const certificates = rows.map((row) => {
    const stored = row.code === '' ? withNumber.get(foldNumber(row.number)) : withCode.get(row.code)
    return stored && agrees(row, stored, names.get(stored.row.id)) ? stored : null
  })
  const missing = rows.filter((row, i) => certificates[i] === null && row.code === '')
  const past = await pastTitlesOf(ctx, missing)
  const found = rows.map((row, i): RowFound => {
    const stored = certificates[i]
    if (stored) return { kind: 'certificate', stored }
    const title = past.get(row)
    return title ? { kind: 'past-title', past: title } : null
  })
  return onlyOfNumber(ctx, rows, found)
}

/** By certificate; one that no longer opens has no name, and nothing is told of it. */
async function namesOf(
  ctx: Context,
  all: readonly StoredCertificate[],
): Promise<ReadonlyMap<string, string>> {
  const sealed = await sealedTitleNames(ctx.database.read, [...new Set(all.map(({ row }) => row.titleId))])
  const names = new Map<string, string>()
  for (const { row, wrappedKey } of all) {
    const name = sealed.get(row.titleId)
    try {
      const holder = openPersonKey(ctx.keyring.fields, row.personId, wrappedKey)
      if (name) names.set(row.id, matchingName(openTitleName(holder, row.titleId, name)))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  return names
}

/** A code proves that one has seen the certificate; whatever else is given must still be its own. */
function agrees(row: BatchRow, { row: { number } }: StoredCertificate, name: string | undefined): boolean {
  if (row.code !== '' && row.number !== '' && foldNumber(row.number) !== number) return false
  return row.code !== '' && row.name === '' ? true : name !== undefined && matchingName(row.name) === name
}

async function pastTitlesOf(
  ctx: Context,
  rows: readonly BatchRow[],
): Promise<ReadonlyMap<BatchRow, FoundPastTitle>> {
  if (rows.length === 0) return new Map()
  const titles = await findPastTitlesAmong(
    ctx,
    ctx.database.read,
    rows.map(({ number }) => number),
  )
  const byBoth = new Map<string, FoundPastTitle>()
  for (const title of titles) {
    const both = bothOf(title.past.number ?? '', title.name)
    if (!byBoth.has(both)) byBoth.set(both, title)
  }
  return new Map(
    rows.flatMap((row) => {
      const title = byBoth.get(bothOf(row.number, row.name))
      return title ? [[row, title] as const] : []
    }),
  )
}

const bothOf = (number: string, name: string): string => `${foldNumber(number)}|${matchingName(name)}`

/**
 * Where an identity number was given and is another's, nothing was found. Of a past title it is its person's too when they
 * were later found to have it.
 */
async function onlyOfNumber(
  ctx: Context,
  rows: readonly BatchRow[],
  found: readonly RowFound[],
): Promise<readonly RowFound[]> {
  const { read } = ctx.database
  const given = rows.flatMap(({ idNumber }, i) => {
    const each = found[i] ?? null
    return idNumber === '' || each === null ? [] : [{ i, each, idNumber }]
  })
  const past = given.flatMap(({ each }) => (each.kind === 'past-title' ? [each.past.record.personId] : []))
  const same = await samePersons(read, past)
  const asked = given.flatMap(({ i, each, idNumber }) => {
    const personId = personOf(each) ?? ''
    const records = each.kind === 'past-title' ? (same.get(personId) ?? []) : [personId]
    return records.map((id) => ({ i, personId: id, idNumber }))
  })
  const matches = await matchNumbers(ctx, read, asked)
  const holders = new Set(asked.flatMap(({ i }, at) => (matches[at] ? [i] : [])))
  return found.map((each, i) => (rows[i]?.idNumber === '' || holders.has(i) ? each : null))
}

/** Whose data was found. */
export function personOf(found: RowFound): string | null {
  if (found === null) return null
  return found.kind === 'certificate' ? found.stored.row.personId : found.past.record.personId
}
