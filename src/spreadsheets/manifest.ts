import { damagedWorkbook, tooLarge } from './refusals.ts'
import { unescapeText } from './workbook-text.ts'
import type { XmlElement, XmlHandler } from './xml.ts'

const MAX_SHEETS = 100
const MAX_RELATIONS = 5_000

/** Where the parts of a workbook are and what it says of them. */
export interface Manifest {
  readonly date1904: boolean
  readonly sharedStrings: string | null
  readonly styles: string | null
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean; readonly part: string }[]
}

interface Relation {
  readonly type: string
  readonly part: string
}

type Scan = (part: string, handler: XmlHandler) => Promise<void>

/** Follows the relations from the package to the workbook to its sheets (ECMA-376-2 §8.5). */
export async function readManifest(scan: Scan): Promise<Manifest> {
  const roots = await relationsOf('', '_rels/.rels', scan)
  const workbook = [...roots.values()].find(({ type }) => type === 'officeDocument')
  if (workbook === undefined) throw damagedWorkbook('没有工作簿部件')
  const folder = workbook.part.slice(0, workbook.part.lastIndexOf('/') + 1)
  const relations = await relationsOf(
    folder,
    `${folder}_rels/${workbook.part.slice(folder.length)}.rels`,
    scan,
  )

  const declared: { name: string; hidden: boolean; id: string }[] = []
  let date1904 = false
  await scan(workbook.part, {
    open(element) {
      if (element.key !== 0) return false
      const name = element.localName()
      if (name === 'workbookPr') date1904 = isTrue(element.attribute('date1904'))
      if (name !== 'sheet') return false
      if (declared.length === MAX_SHEETS) throw tooLarge('sheets', MAX_SHEETS)
      declared.push(sheetOf(element))
      return false
    },
    close() {},
  })
  const ofType = (wanted: string) => [...relations.values()].find(({ type }) => type === wanted)?.part ?? null
  return {
    date1904,
    sharedStrings: ofType('sharedStrings'),
    styles: ofType('styles'),
    sheets: placeSheets(declared, relations),
  }
}

export const isTrue = (attribute: string | undefined): boolean => attribute === '1' || attribute === 'true'

const sheetOf = (element: XmlElement) => ({
  name: unescapeText(element.attribute('name') ?? ''),
  hidden: (element.attribute('state') ?? 'visible') !== 'visible',
  id: element.attribute('id') ?? '',
})

/** Chart sheets are passed over. One part for two sheets would multiply the work: it is refused. */
function placeSheets(
  declared: readonly { name: string; hidden: boolean; id: string }[],
  relations: ReadonlyMap<string, Relation>,
): Manifest['sheets'] {
  const seen = new Set<string>()
  return declared.flatMap(({ name, hidden, id }) => {
    const relation = relations.get(id)
    if (relation === undefined) throw damagedWorkbook('工作表没有内容')
    if (relation.type !== 'worksheet') return []
    if (seen.has(relation.part)) throw damagedWorkbook('工作表重复')
    seen.add(relation.part)
    return [{ name, hidden, part: relation.part }]
  })
}

async function relationsOf(folder: string, part: string, scan: Scan): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>()
  await scan(part, {
    open(element) {
      if (element.key !== 0 || element.localName() !== 'Relationship') return false
      if (relations.size === MAX_RELATIONS) throw tooLarge('parts', MAX_RELATIONS)
      if (element.attribute('TargetMode') === 'External') return false
      const type = (element.attribute('Type') ?? '').split('/').at(-1) ?? ''
      relations.set(element.attribute('Id') ?? '', {
        type,
        part: resolve(folder, element.attribute('Target') ?? ''),
      })
      return false
    },
    close() {},
  })
  return relations
}

/** A target relative to its folder, or absolute with a slash. Parts outside the package do not exist. */
function resolve(folder: string, target: string): string {
  const path = target.startsWith('/') ? target.slice(1) : folder + target
  const kept: string[] = []
  for (const step of path.split('/')) {
    if (step === '..') kept.pop()
    else if (step !== '.' && step !== '') kept.push(step)
  }
  return kept.join('/').toLowerCase()
}
