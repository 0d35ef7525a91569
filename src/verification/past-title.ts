import { chineseDay } from '../calendar/day.ts'
import { matchNumbers } from '../people/matches-number.ts'
import { personsOfNumber } from '../people/find-person.ts'
import { matchingName } from '../people/name.ts'
import { samePersons } from '../people/same-persons.ts'
import type { Context } from '../platform/context.ts'
import { obtainedText } from '../titles/current-titles.ts'
import { findPastTitles, findPastTitlesByDocument, type FoundPastTitle } from '../titles/find-past-titles.ts'
import { levelName } from '../titles/level.ts'
import { routeName } from '../titles/route.ts'
import { scopeLine } from '../titles/validity-scope.ts'
import type { AskedByNumber } from './submitted.ts'
import type { ShownPastTitle } from './verification-answer.ts'

/** The collected title of this number and name (and identity number, when one is given); null is any sort of no. */
export async function findPastTitle(ctx: Context, asked: AskedByNumber): Promise<ShownPastTitle | null> {
  const { read } = ctx.database
  for (const found of await findPastTitles(ctx, read, asked.number)) {
    if (matchingName(found.name) !== matchingName(asked.name)) continue
    if (asked.idNumber && !(await isHolders(ctx, found.record.personId, asked.idNumber))) continue
    return shownPastTitle(found)
  }
  return byDocument(ctx, asked)
}

/** Is it the number this title was entered under, or one its person was later found to have? */
async function isHolders(ctx: Context, personId: string, idNumber: string): Promise<boolean> {
  const { read } = ctx.database
  const same = (await samePersons(read, [personId])).get(personId) ?? [personId]
  return (
    await matchNumbers(
      ctx,
      read,
      same.map((id) => ({ personId: id, idNumber })),
    )
  ).includes(true)
}

/**
 * Many papers of those years have no number of their own: the document's is asked then, and the person's own with it. The
 * name is the title's, which may have been mended or corrected since the person was entered.
 */
async function byDocument(
  ctx: Context,
  { number, name, idNumber }: AskedByNumber,
): Promise<ShownPastTitle | null> {
  if (!idNumber) return null
  const { read } = ctx.database
  const persons = await personsOfNumber(ctx, read, idNumber)
  // Asked of nobody too: how long it takes must not tell whose number we know.
  const known = [...(await samePersons(read, persons.length === 0 ? [''] : persons)).values()].flat()
  const titles = await findPastTitlesByDocument(ctx, read, number, [...new Set(known)])
  const found = titles.find((title) => matchingName(title.name) === matchingName(name))
  return found ? shownPastTitle(found) : null
}

/** A collected title in words. */
export function shownPastTitle({ record, past, name }: FoundPastTitle): ShownPastTitle {
  return {
    number: past.number,
    name,
    series: record.series,
    specialty: record.specialty,
    title: record.title,
    level: { code: record.level, name: levelName(record.level) },
    route: { code: record.route, name: routeName(record.route) },
    obtainedOn: obtainedText(record),
    committee: record.committee,
    document: past.document,
    scope: { kind: record.scope.kind, text: scopeLine(record.scope) },
    issuer: past.issuer,
    provenance: `该职称信息由${past.collectedBy}于${chineseDay(past.collectedOn)}归集、经${past.acceptedBy}于${chineseDay(past.acceptedOn)}验收。`,
  }
}
