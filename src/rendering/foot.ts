import type { CertificateFace } from './certificate-face.ts'
import type { Page } from './page.ts'
import { BROWN, INK, SEAL_RED } from './palette.ts'
import { moduleSide, qrOperators, QUIET_ZONE, toDots } from './qr-code.ts'
import { textTooLong } from './refusals.ts'
import { SEAL_RADIUS, sealOperators } from './seal.ts'
import { balance, fit, widthOf } from './text.ts'

/** The lowest line of the certificate. */
export const FOOT = 557

/** 42 mm across, the size of an office's round seal (国发〔1999〕25号). */
const SEAL_SCALE = 119.06 / 2 / SEAL_RADIUS
const CAPTION_HEIGHT = 20

/** The side of the QR code with its quiet zone. */
export const qrSide = ({ qr }: CertificateFace): number => moduleSide(qr) * (qr.size + 2 * QUIET_ZONE)

/** The height the QR code takes above the foot. */
export const qrHeight = (face: CertificateFace): number => qrSide(face) + CAPTION_HEIGHT

/** Dark modules from `x` on, clear space all around, and beneath them where to check. */
export function drawQr(page: Page, face: CertificateFace, x: number, centred: boolean): void {
  const module = moduleSide(face.qr)
  const left = toDots(x)
  const top = toDots(FOOT - CAPTION_HEIGHT - qrSide(face)) + QUIET_ZONE * module
  page.tagged(
    'Figure',
    () => page.drawing(left, top, module, qrOperators(face.qr)),
    `二维码：扫码在 ${face.verifyHost} 核验本证书`,
  )
  const style = { weight: 'regular', colour: BROWN } as const
  const caption = `扫码核验　${face.verifyHost}`
  const fitted = fit(page.fonts, caption, style, 200, [
    { lines: 1, from: 9.5, to: 7.5 },
    { lines: 2, from: 7.5, to: 5.5 },
  ])
  if (!fitted) throw textTooLong('核验网址', face.verifyHost)
  page.tagged('P', () => {
    for (const [i, line] of fitted.lines.entries()) {
      const slack = (face.qr.size * module - widthOf(page.fonts, line, fitted.style)) / 2
      page.text(line, left + (centred ? slack : 0), FOOT - 9 + i * 9, fitted.style)
    }
  })
}

/** The issuer, the date and the seal, centred on `middle`; returns the seal's [left, top, right, bottom]. */
export function drawIssuer(
  page: Page,
  face: CertificateFace,
  middle: number,
): [number, number, number, number] {
  const sealY = FOOT - 74
  // Under the letters: ink stays black where the seal crosses it, as it does on paper.
  const colour = `${SEAL_RED} RG ${SEAL_RED} rg`
  page.tagged(
    'Figure',
    () => page.drawing(middle, sealY, SEAL_SCALE, `${colour}\n${sealOperators(page.fonts, face.authority)}`),
    `${face.authority}（印章）`,
  )
  const style = { weight: 'regular', colour: INK, tracking: 1 } as const
  const fitted = fit(page.fonts, face.authority, style, 300, [
    { lines: 1, from: 15, to: 12 },
    { lines: 2, from: 12, to: 8 },
  ])
  if (!fitted) throw textTooLong('发证机关', face.authority)
  const lines = fitted.lines.length > 1 ? balance(page.fonts, fitted.lines, fitted.style) : fitted.lines
  const centre = (text: string, y: number, size: number): void => {
    const sized = { ...style, size }
    page.text(text, middle - widthOf(page.fonts, text, sized) / 2, y, sized)
  }
  page.tagged('P', () => {
    const top = FOOT - 53 - (lines.length - 1) * 15
    for (const [i, line] of lines.entries()) centre(line, top + i * 17, fitted.style.size)
  })
  page.tagged('P', () => centre(face.issuedOn, FOOT - 25, 13))
  const radius = SEAL_RADIUS * SEAL_SCALE
  return [middle - radius, sealY - radius, middle + radius, sealY + radius]
}
