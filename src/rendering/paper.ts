import { createHash } from 'node:crypto'
import { hex, utf8 } from '../signing/bytes.ts'
import { srgbProfile } from './colour-profile.ts'
import { embedFont } from './embed-font.ts'
import { certificateFonts, type Fonts } from './fonts.ts'
import { codeEntry, pdfDate, PRODUCER, xmpPacket } from './metadata.ts'
import { createPage, type FinishedPage, type Page } from './page.ts'
import { INK, RULE, SEAL_RED } from './palette.ts'
import { createPdfFile, textString, type PdfFile } from './pdf-objects.ts'
import { writePagesStructure } from './pages-structure.ts'
import { moduleSide, qrOperators, QUIET_ZONE, type QrCode } from './qr-code.ts'
import { SEAL_RADIUS, sealOperators } from './seal.ts'
import { widthOf, wrap, type TextStyle } from './text.ts'

/** A plain paper of words and tables, as long as it gets. */
export interface Paper {
  readonly title: string
  readonly author: string
  /** The claimed time of making. */
  readonly instant: Date
  readonly parts: readonly PaperPart[]
  /** What its code says, for a program the file is handed to: printable ASCII without brackets and backslashes. */
  readonly code?: string
}

export type PaperPart =
  /** A QR code with the words beside it. */
  | { readonly kind: 'code'; readonly qr: QrCode; readonly text: string }
  /** What follows begins on a page of its own. */
  | { readonly kind: 'page' }
  | { readonly kind: 'heading' | 'text' | 'note'; readonly text: string }
  /** The office, its day and its seal at the right; a signed paper has exactly one. */
  | { readonly kind: 'seal'; readonly office: string; readonly day: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [label: string, value: string])[] }
  | {
      readonly kind: 'table'
      /** `width`: its share of the line. */
      readonly columns: readonly { readonly header: string; readonly width: number }[]
      readonly rows: readonly (readonly string[])[]
    }

const WIDTH = 595.28
const HEIGHT = 841.89
const LEFT = 64
const RIGHT = WIDTH - 64
const TOP = 72
const BOTTOM = HEIGHT - 72
const LEADING = 1.6
const LABEL_SHARE = 0.26
const CELL = 4

const TITLE: TextStyle = { weight: 'bold', size: 18, colour: INK }
const HEADING: TextStyle = { weight: 'bold', size: 13, colour: INK }
const BODY: TextStyle = { weight: 'regular', size: 11, colour: INK }
const NOTE: TextStyle = { weight: 'regular', size: 9, colour: INK }
const CELL_TEXT: TextStyle = { weight: 'regular', size: 9.5, colour: INK }
const CELL_HEAD: TextStyle = { weight: 'bold', size: 9.5, colour: INK }

/** 42 mm across (国发〔1999〕25号). */
const SEAL_SCALE = 119.06 / 2 / SEAL_RADIUS

let builtIn: Fonts | undefined

/** The fonts every paper is drawn with. */
export const paperFonts = (): Fonts => (builtIn ??= certificateFonts())

/** [left, top, right, bottom] of the seal, and the page it stands on, from 0. */
export interface SealPlace {
  readonly page: number
  readonly area: readonly [number, number, number, number]
}

/** What a signature adds to a paper: an annotation on the seal, entries of the catalog, and the last object. */
export interface PaperSignature {
  annotation(file: PdfFile, page: number, area: SealPlace['area'], height: number): number
  catalog(): string
  last(file: PdfFile): void
}

/**
 * Draws a paper on A4 pages, tagged for screen readers, with its page numbers. The same paper and fonts give the same
 * bytes. Throws Refusal `rendering/no-glyph` for a character no font has.
 */
export const drawPaper = (paper: Paper, fonts: Fonts = paperFonts()): Uint8Array =>
  writePaper(paper, fonts, null)

/** The same with room for a signature, which lies over the paper's seal. */
export function writePaper(paper: Paper, fonts: Fonts, signature: PaperSignature | null): Uint8Array {
  const { pages, seal } = paginate(paper, fonts)
  if (signature !== null && seal === null) throw new RangeError('a signed paper has a seal')
  const facts = { title: paper.title, author: paper.author, instant: paper.instant }
  const date = pdfDate(paper.instant)
  const file = createPdfFile()
  const [catalog, tree] = [file.reserve(), file.reserve()]
  const ids = pages.map(() => file.reserve())
  const information = file.add(
    `<</Title${textString(facts.title)}/Author${textString(facts.author)}/Producer(${PRODUCER})/CreationDate${date}/ModDate${date}${codeEntry(paper.code)}>>`,
  )
  const metadata = file.addStream('/Type/Metadata/Subtype/XML', utf8(xmpPacket(facts)))
  const intent = file.addStream('/N 3', srgbProfile())
  file.write(tree, `<</Type/Pages/Kids[${ids.map((id) => `${id} 0 R`).join(' ')}]/Count ${ids.length}>>`)
  const field =
    signature === null || seal === null
      ? null
      : { page: seal.page, id: signature.annotation(file, ids[seal.page]!, seal.area, HEIGHT) }
  for (const [i, page] of pages.entries())
    writePage(file, page, {
      id: ids[i]!,
      tree,
      number: i,
      annotations: field?.page === i ? `/Annots[${field.id} 0 R]` : '',
    })
  const structure = writePagesStructure(
    file,
    pages.map(({ elements }, i) => ({ page: ids[i]!, elements })),
  )
  file.write(
    catalog,
    `<</Type/Catalog/Pages ${tree} 0 R/Metadata ${metadata} 0 R/Lang(zh-CN)/MarkInfo<</Marked true>>` +
      `/StructTreeRoot ${structure} 0 R/ViewerPreferences<</DisplayDocTitle true>>` +
      `/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/DestOutputProfile ${intent} 0 R>>]` +
      `${signature?.catalog() ?? ''}>>`,
  )
  signature?.last(file)
  const id = hex(
    createHash('sha256').update(JSON.stringify(paper.parts)).digest().subarray(0, 16),
  ).toUpperCase()
  return file.finish(`/Root ${catalog} 0 R/Info ${information} 0 R/ID[<${id}><${id}>]`)
}

function writePage(
  file: PdfFile,
  { content, fonts }: FinishedPage,
  at: {
    readonly id: number
    readonly tree: number
    readonly number: number
    readonly annotations: string
  },
): void {
  const entries = fonts.map((use, i) => `/F${i + 1} ${embedFont(file, use)} 0 R`)
  const contents = file.addStream('', content)
  file.write(
    at.id,
    `<</Type/Page/Parent ${at.tree} 0 R/MediaBox[0 0 ${WIDTH} ${HEIGHT}]/Contents ${contents} 0 R` +
      `/Resources<</Font<<${entries.join('')}>>>>${at.annotations}/Tabs/S/StructParents ${at.number}>>`,
  )
}

/** Where the next line goes; a new page when this one is full. */
interface Pen {
  page: Page
  y: number
  readonly pages: Page[]
  seal: SealPlace | null
}

function paginate(
  paper: Paper,
  fonts: Fonts,
): { readonly pages: readonly FinishedPage[]; readonly seal: SealPlace | null } {
  const pen: Pen = { page: createPage(fonts, HEIGHT), y: TOP, pages: [], seal: null }
  pen.pages.push(pen.page)
  lines(pen, fonts, paper.title, TITLE, 'H1')
  pen.y += 6
  for (const part of paper.parts) drawPart(pen, fonts, part)
  const pages = pen.pages.map((page, i) => {
    const text = `${i + 1} / ${pen.pages.length}`
    page.decoration(() => page.text(text, (WIDTH - widthOf(fonts, text, NOTE)) / 2, HEIGHT - 40, NOTE))
    return page.finish()
  })
  return { pages, seal: pen.seal }
}

function drawPart(pen: Pen, fonts: Fonts, part: PaperPart): void {
  if (part.kind === 'heading') {
    pen.y += 10
    makeRoom(pen, fonts, HEADING.size * LEADING * 2)
    lines(pen, fonts, part.text, HEADING, 'H2')
  } else if (part.kind === 'table') drawTable(pen, fonts, part)
  else if (part.kind === 'code') drawCode(pen, fonts, part)
  else if (part.kind === 'seal') drawSeal(pen, fonts, part)
  else if (part.kind === 'page') newPage(pen, fonts)
  else if (part.kind === 'facts') {
    const columns = [
      { header: '', width: LABEL_SHARE },
      { header: '', width: 1 - LABEL_SHARE },
    ]
    for (const [label, value] of part.facts) drawRow(pen, fonts, columns, [label, value], BODY)
    pen.y += 6
  } else {
    lines(pen, fonts, part.text, part.kind === 'note' ? NOTE : BODY, 'P')
    pen.y += 4
  }
}

function drawCode(pen: Pen, fonts: Fonts, { qr, text }: Extract<PaperPart, { kind: 'code' }>): void {
  const side = moduleSide(qr)
  const height = side * (qr.size + 2 * QUIET_ZONE)
  makeRoom(pen, fonts, height)
  const [top, beside] = [pen.y, LEFT + height + 6]
  const draw = (): void =>
    pen.page.drawing(LEFT + side * QUIET_ZONE, top + side * QUIET_ZONE, side, qrOperators(qr))
  pen.page.tagged('Figure', draw, text)
  let y = top + side * QUIET_ZONE
  for (const paragraph of text.split('\n'))
    for (const line of wrap(fonts, paragraph, NOTE, RIGHT - beside)) {
      pen.page.tagged('P', () => pen.page.text(line, beside, y + NOTE.size, NOTE))
      y += NOTE.size * LEADING
    }
  pen.y = Math.max(top + height, y) + 4
}

function drawSeal(pen: Pen, fonts: Fonts, { office, day }: Extract<PaperPart, { kind: 'seal' }>): void {
  const radius = SEAL_RADIUS * SEAL_SCALE
  makeRoom(pen, fonts, 2 * radius + 12)
  const [middle, centre] = [RIGHT - radius - 24, pen.y + radius + 6]
  const colour = `${SEAL_RED} RG ${SEAL_RED} rg`
  const seal = (): void =>
    pen.page.drawing(middle, centre, SEAL_SCALE, `${colour}\n${sealOperators(fonts, office)}`)
  pen.page.tagged('Figure', seal, `${office}（印章）`)
  for (const [i, text] of [...wrap(fonts, office, BODY, 2 * radius + 48), day].entries()) {
    const y = centre + radius * 0.35 + i * BODY.size * LEADING
    const x = middle - widthOf(fonts, text, BODY) / 2
    pen.page.tagged('P', () => pen.page.text(text, x, y, BODY))
  }
  pen.seal = {
    page: pen.pages.length - 1,
    area: [middle - radius, centre - radius, middle + radius, centre + radius],
  }
  pen.y = centre + radius + 6
}

function lines(pen: Pen, fonts: Fonts, text: string, style: TextStyle, role: 'H1' | 'H2' | 'P'): void {
  for (const paragraph of text.split('\n'))
    for (const line of wrap(fonts, paragraph, style, RIGHT - LEFT)) {
      makeRoom(pen, fonts, style.size * LEADING)
      pen.page.tagged(role, () => pen.page.text(line, LEFT, pen.y + style.size, style))
      pen.y += style.size * LEADING
    }
}

type Columns = Extract<PaperPart, { kind: 'table' }>['columns']

function drawTable(pen: Pen, fonts: Fonts, { columns, rows }: Extract<PaperPart, { kind: 'table' }>): void {
  const headers = columns.map(({ header }) => header)
  const head = (): void => drawRow(pen, fonts, columns, headers, CELL_HEAD)
  head()
  for (const row of rows) {
    const height = rowHeight(fonts, columns, row, CELL_TEXT)
    if (pen.y + height > BOTTOM) {
      newPage(pen, fonts)
      head()
    }
    drawRow(pen, fonts, columns, row, CELL_TEXT)
  }
  pen.y += 8
}

const cellsOf = (fonts: Fonts, columns: Columns, row: readonly string[], style: TextStyle) =>
  columns.map(({ width }, i) =>
    (row[i] ?? '').split('\n').flatMap((text) => wrap(fonts, text, style, (RIGHT - LEFT) * width - 2 * CELL)),
  )

const rowHeight = (fonts: Fonts, columns: Columns, row: readonly string[], style: TextStyle): number =>
  Math.max(1, ...cellsOf(fonts, columns, row, style).map((cell) => cell.length)) * style.size * LEADING + CELL

/** A row whose cells may be longer than a page: what does not fit goes on overleaf. */
function drawRow(pen: Pen, fonts: Fonts, columns: Columns, row: readonly string[], style: TextStyle): void {
  const cells = cellsOf(fonts, columns, row, style)
  const depth = Math.max(1, ...cells.map((cell) => cell.length))
  for (let i = 0; i < depth; i++) {
    makeRoom(pen, fonts, style.size * LEADING + CELL)
    let x = LEFT
    for (const [k, { width }] of columns.entries()) {
      const line = cells[k]?.[i]
      const at = x + CELL
      if (line)
        pen.page.tagged(k === 0 ? 'Lbl' : 'P', () => pen.page.text(line, at, pen.y + style.size, style))
      x += (RIGHT - LEFT) * width
    }
    pen.y += style.size * LEADING
  }
  pen.y += CELL
  pen.page.decoration(() => pen.page.line(LEFT, pen.y - 2, RIGHT, pen.y - 2, 0.5, RULE))
}

function makeRoom(pen: Pen, fonts: Fonts, height: number): void {
  if (pen.y + height > BOTTOM) newPage(pen, fonts)
}

function newPage(pen: Pen, fonts: Fonts): void {
  pen.page = createPage(fonts, HEIGHT)
  pen.pages.push(pen.page)
  pen.y = TOP
}
