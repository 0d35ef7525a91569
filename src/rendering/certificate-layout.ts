import { drawBorder } from './border.ts'
import type { CertificateFace } from './certificate-face.ts'
import { fieldsBlock } from './field-grid.ts'
import type { Fonts } from './fonts.ts'
import { drawIssuer, drawQr, FOOT, qrHeight, qrSide } from './foot.ts'
import { nameBlock, scopeBlock, statementBlock, type Column } from './main-column.ts'
import { createPage, type Block, type Page } from './page.ts'
import { BROWN, GOLD, TINT, TITLE_RED } from './palette.ts'
import { num } from './pdf-objects.ts'
import type { Photo } from './photo.ts'
import { QUIET_ZONE, moduleSide } from './qr-code.ts'
import { ROSETTE } from './rosette.ts'
import { textTooLong } from './refusals.ts'
import { fit, widthOf, type Setting, type TextStyle } from './text.ts'

/** A4 landscape to the nearest dot of 150 dpi, in points. */
export const PAGE_WIDTH = 841.92
export const PAGE_HEIGHT = 595.2

const LEFT = 84
const RIGHT = PAGE_WIDTH - LEFT
const COLUMN_TOP = 148
/** 35 × 45 mm, as identity photographs are cut. */
const PHOTO_WIDTH = 99.2
const PHOTO_HEIGHT = 127.6
const COLUMN_GAP = 34
const ISSUER_MIDDLE = 612
/** The seal's head: the main column ends above it. */
const SEAL_HEIGHT = 138
/** How far a crowded certificate is set denser before it is refused. */
const DENSITIES = [1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64]

export interface LaidOut {
  readonly page: Page
  /** [left, top, right, bottom] of the printed seal: where readers open the signature's details. */
  readonly sealArea: readonly [number, number, number, number]
}

/** Draws the whole certificate (template 1). Throws Refusal when a text cannot be shown whole and legibly. */
export function layOutCertificate(face: CertificateFace, photo: Photo | null, fonts: Fonts): LaidOut {
  const page = createPage(fonts, PAGE_HEIGHT)
  drawBorder(page, PAGE_WIDTH, PAGE_HEIGHT, GOLD)
  page.decoration(() => page.drawing(PAGE_WIDTH / 2, 330, 0.17, `${TINT} RG\n${ROSETTE}`))
  drawHeading(page, face)

  const quiet = QUIET_ZONE * moduleSide(face.qr)
  if (photo) {
    // Photo above QR code in a column of their own; the words have the rest of the page.
    const width = Math.max(qrSide(face) - 2 * quiet, PHOTO_WIDTH)
    drawPhoto(page, photo, LEFT + (width - PHOTO_WIDTH) / 2, COLUMN_TOP + 8)
    drawColumn(
      page,
      face,
      { left: LEFT + width + COLUMN_GAP, right: RIGHT, centred: false },
      FOOT - SEAL_HEIGHT,
    )
    drawQr(page, face, LEFT + (width - qrSide(face)) / 2 + quiet, true)
  } else {
    const bottom = FOOT - Math.max(qrHeight(face), SEAL_HEIGHT)
    drawColumn(page, face, { left: LEFT, right: RIGHT, centred: true }, bottom)
    drawQr(page, face, LEFT, false)
  }
  return { page, sealArea: drawIssuer(page, face, ISSUER_MIDDLE) }
}

function drawHeading(page: Page, face: CertificateFace): void {
  const style = { weight: 'bold', colour: TITLE_RED, tracking: 9 } as const
  page.tagged('H1', () =>
    drawCentred(page, '证书名称', face.heading, style, { lines: 1, from: 34, to: 18 }, 95),
  )
  page.decoration(() => {
    const middle = PAGE_WIDTH / 2
    page.line(middle - 130, 112, middle - 9, 112, 0.7, GOLD)
    page.line(middle + 9, 112, middle + 130, 112, 0.7, GOLD)
    page.drawing(middle, 112, 1, `${GOLD} rg 0 3.6 m 3.6 0 l 0 -3.6 l -3.6 0 l f`)
  })
  const number = `证书编号：${face.number}`
  const small = { weight: 'regular', colour: BROWN, tracking: 0.6 } as const
  page.tagged('P', () => drawCentred(page, '证书编号', number, small, { lines: 1, from: 11, to: 7 }, 131))
}

function drawCentred(
  page: Page,
  label: string,
  text: string,
  style: Omit<TextStyle, 'size'>,
  setting: Setting,
  y: number,
): void {
  const fitted = fit(page.fonts, text, style, 600, [setting])
  if (!fitted) throw textTooLong(label, text)
  page.text(text, (PAGE_WIDTH - widthOf(page.fonts, text, fitted.style)) / 2, y, fitted.style)
}

/** Name, sentence, fields, scope: at the first density at which they end above `bottom`. */
function drawColumn(page: Page, face: CertificateFace, place: Omit<Column, 'density'>, bottom: number): void {
  for (const density of DENSITIES) {
    const column = { ...place, density }
    const blocks = [
      nameBlock(page, face.name, column),
      statementBlock(page, face.statement, column),
      fieldsBlock(page, face.fields, column),
      ...(face.scopeLine === null ? [] : [scopeBlock(page, face.scopeLine, column)]),
    ]
    const wanted = blocks.reduce((sum, block) => sum + block.height + block.gap, 0)
    if (wanted > bottom - COLUMN_TOP) continue
    stack(blocks, COLUMN_TOP, (bottom - COLUMN_TOP - wanted) / (blocks.length + 1))
    return
  }
  throw textTooLong('证书内容', face.fields.map(({ value }) => value).join(''))
}

/** One block under another; spare room goes between them, but not so much that they fall apart. */
function stack(blocks: readonly Block[], top: number, spare: number): void {
  let y = top + Math.min(spare, 14)
  for (const block of blocks) {
    block.draw(y)
    y += block.height + block.gap + Math.min(spare, 18)
  }
}

/** Fills the frame; what stands over on two sides is cut off. */
function drawPhoto(page: Page, photo: Photo, x: number, y: number): void {
  const scale = Math.max(PHOTO_WIDTH / photo.width, PHOTO_HEIGHT / photo.height)
  const [width, height] = [photo.width * scale, photo.height * scale]
  const place = [width, 0, 0, height, (PHOTO_WIDTH - width) / 2, (PHOTO_HEIGHT - height) / 2]
    .map(num)
    .join(' ')
  const image = `0 0 ${PHOTO_WIDTH} ${PHOTO_HEIGHT} re W n ${place} cm /Photo Do`
  page.tagged('Figure', () => page.drawing(x, y + PHOTO_HEIGHT, 1, image), '持证人照片')
  page.decoration(() => page.box(x, y, PHOTO_WIDTH, PHOTO_HEIGHT, 0.6, GOLD))
}
