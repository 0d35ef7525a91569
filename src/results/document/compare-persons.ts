import { matchingName } from '../../people/name.ts'
import { compact } from '../../spreadsheets/full-width.ts'
import type { DocumentPerson } from './document-persons.ts'

/** A row of the list as it is compared; of an erased person only the title is left. */
export interface ListPerson {
  readonly position: number
  readonly name: string
  readonly isErased: boolean
  readonly title: string
  readonly employer: string
  readonly specialty: string
}

/** What a document and its list say differently: a person missing, a stranger, or another title, employer, specialty. */
export type Difference =
  | { readonly kind: 'missing'; readonly name: string; readonly position: number; readonly title: string }
  | { readonly kind: 'stranger'; readonly name: string; readonly title: string }
  | {
      readonly kind: 'other'
      readonly name: string
      readonly position: number
      readonly field: '资格名称' | '工作单位' | '专业'
      readonly inList: string
      readonly inDocument: string
    }

const FIELDS = [
  ['title', '资格名称'],
  ['employer', '工作单位'],
  ['specialty', '专业'],
] as const

/**
 * Every difference between the rows of a list and the people of a document, by name; namesakes and people with several
 * titles are paired so that as few differences as possible remain. None: they say the same.
 */
export function comparePersons(
  rows: readonly ListPerson[],
  persons: readonly DocumentPerson[],
): readonly Difference[] {
  const waiting = new Map<string, ListPerson[]>()
  for (const row of rows) {
    if (row.isErased) continue
    const key = matchingName(row.name)
    const same = waiting.get(key)
    if (same) same.push(row)
    else waiting.set(key, [row])
  }
  const strangers: DocumentPerson[] = []
  const unsure: [DocumentPerson, string][] = []
  for (const person of persons) {
    const key = matchingName(person.name)
    const same = waiting.get(key)
    if (!same) strangers.push(person)
    else if (!take(same, person, 0)) unsure.push([person, key])
  }
  const differences: Difference[] = []
  // Nearest first, so that one wrong cell is told as one wrong cell.
  for (let allowed = 1; allowed <= FIELDS.length; allowed++)
    for (const [i, [person, key]] of [...unsure.entries()].toReversed()) {
      const row = take(waiting.get(key) ?? [], person, allowed)
      if (!row) continue
      differences.push(...fieldsApart(row, person))
      unsure.splice(i, 1)
    }
  strangers.push(...unsure.map(([person]) => person))
  const erased = rows.filter(({ isErased }) => isErased)
  for (const person of strangers) {
    // Whose name was erased here may still stand in the document, with that very title.
    const i = erased.findIndex(({ title }) => compact(title) === compact(person.title))
    if (i >= 0) erased.splice(i, 1)
    else differences.push({ kind: 'stranger', name: person.name, title: person.title })
  }
  for (const { name, position, title } of [...waiting.values()].flat())
    differences.push({ kind: 'missing', name, position, title })
  return differences.toSorted((a, b) => placeOf(a) - placeOf(b))
}

const placeOf = (difference: Difference): number =>
  difference.kind === 'stranger' ? Infinity : difference.position

/** Takes out the first row that differs from the person in at most so many fields. */
function take(rows: ListPerson[], person: DocumentPerson, allowed: number): ListPerson | null {
  const i = rows.findIndex((row) => fieldsApart(row, person).length <= allowed)
  return i < 0 ? null : (rows.splice(i, 1)[0] ?? null)
}

function fieldsApart(row: ListPerson, person: DocumentPerson): readonly Difference[] {
  return FIELDS.flatMap(([key, field]): readonly Difference[] => {
    const said = person[key]
    if (said === null || compact(said) === compact(row[key])) return []
    const { name, position } = row
    return [{ kind: 'other', name, position, field, inList: row[key], inDocument: said }]
  })
}
