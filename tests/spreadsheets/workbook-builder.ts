import { crc32, deflateRawSync } from 'node:zlib'
import { concat, utf8 } from '../../src/signing/bytes.ts'
import { COLUMN_NAMES } from '../../src/spreadsheets/column.ts'
import type { Row, Spreadsheet, Workbook } from '../../src/spreadsheets/workbook.ts'

/** One part of a .zip; the liar's fields override what the headers would say. */
export interface ZipPart {
  readonly name: string
  readonly data: string | Uint8Array
  readonly stored?: boolean
  readonly declaredSize?: number
  readonly declaredCrc?: number
  readonly flags?: number
  readonly method?: number
}

const uint16 = (...values: readonly number[]) =>
  new Uint8Array(values.flatMap((v) => [v & 0xff, (v >> 8) & 0xff]))
const uint32 = (...values: readonly number[]) =>
  new Uint8Array(values.flatMap((v) => [v & 0xff, (v >>> 8) & 0xff, (v >>> 16) & 0xff, v >>> 24]))

/** A .zip of these parts, as honest as they are. */
export function zipOf(parts: readonly ZipPart[]): Uint8Array {
  const bodies: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const part of parts) {
    const name = utf8(part.name)
    const data = typeof part.data === 'string' ? utf8(part.data) : part.data
    const packed = part.stored ? data : new Uint8Array(deflateRawSync(data))
    const header = concat(
      uint16(20, part.flags ?? 0, part.method ?? (part.stored ? 0 : 8), 0, 0x21),
      uint32(part.declaredCrc ?? crc32(data), packed.length, part.declaredSize ?? data.length),
      uint16(name.length, 0),
    )
    bodies.push(uint32(0x04034b50), header, name, packed)
    directory.push(concat(uint32(0x02014b50), uint16(20), header, uint16(0, 0, 0), uint32(0, offset), name))
    offset += 4 + header.length + name.length + packed.length
  }
  const central = concat(...directory)
  const end = concat(
    uint32(0x06054b50),
    uint16(0, 0, parts.length, parts.length),
    uint32(central.length, offset),
  )
  return concat(...bodies, central, end, uint16(0))
}

export interface WorkbookParts {
  /** The XML inside `<worksheet>`, or a whole part when it begins with `<?xml` or `<!DOCTYPE`. */
  readonly sheets: readonly { readonly name?: string; readonly state?: string; readonly xml: string }[]
  readonly sharedStrings?: string
  readonly styles?: string
  readonly date1904?: boolean
  readonly more?: readonly ZipPart[]
}

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A small .xlsx; what it says need not be valid. */
export const xlsxOf = (workbook: WorkbookParts): Uint8Array => zipOf(partsOf(workbook))

export function partsOf({ sheets, sharedStrings, styles, date1904, more }: WorkbookParts): ZipPart[] {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATION}/${type}" Target="${target}"/>`
  const declared = sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${name ?? `表${i + 1}`}" sheetId="${i + 1}" state="${state ?? 'visible'}" r:id="s${i}"/>`,
  )
  const relations = sheets.map((_, i) => relation(`s${i}`, 'worksheet', `worksheets/sheet${i + 1}.xml`))
  if (sharedStrings !== undefined) relations.push(relation('strings', 'sharedStrings', 'sharedStrings.xml'))
  if (styles !== undefined) relations.push(relation('styles', 'styles', '/xl/styles.xml'))
  return [
    { name: '[Content_Types].xml', data: '<Types/>' },
    {
      name: '_rels/.rels',
      data: `<Relationships>${relation('r', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      data:
        `<workbook xmlns:r="${RELATION}"><workbookPr date1904="${date1904 ?? false}"/>` +
        `<sheets>${declared.join('')}</sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', data: `<Relationships>${relations.join('')}</Relationships>` },
    ...sheets.map(({ xml }, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      data: /^<[?!]/.test(xml) ? xml : `<worksheet>${xml}</worksheet>`,
    })),
    ...(sharedStrings === undefined
      ? []
      : [{ name: 'xl/sharedStrings.xml', data: `<sst>${sharedStrings}</sst>` }]),
    ...(styles === undefined ? [] : [{ name: 'xl/styles.xml', data: `<styleSheet>${styles}</styleSheet>` }]),
    ...(more ?? []),
  ]
}

/** `<sheetData>` of rows of plain texts, as inline strings. */
export const sheetOf = (rows: readonly (readonly string[])[]): string =>
  `<sheetData>${rows
    .map(
      (cells) =>
        `<row>${cells.map((text) => `<c t="inlineStr"><is><t xml:space="preserve">${escape(text)}</t></is></c>`).join('')}</row>`,
    )
    .join('')}</sheetData>`

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Sheets that stand in memory, as a spreadsheet to judge. */
export const spreadsheetOf = ({ date1904, sheets }: Workbook): Spreadsheet => ({
  async *pieces() {
    for (const { name, hidden, rows, merged } of sheets) {
      yield { kind: 'sheet', name, hidden, date1904 }
      yield { kind: 'rows', rows }
      yield await Promise.resolve({ kind: 'merged', ranges: merged } as const)
    }
  },
})

/** The cells of a row that hold anything, each with its column. */
export const filled = ({ cells }: Row) =>
  cells.flatMap((content, i) => {
    const cell = typeof content === 'string' ? { kind: 'text' as const, text: content } : content
    return cell === undefined || (cell.kind === 'text' && cell.text === '')
      ? []
      : [{ column: COLUMN_NAMES[i + 1]!, ...cell }]
  })
