import type { QrCode } from './qr-code.ts'

/** What a certificate shows, already in words (template 1). Nothing here is looked up or translated again. */
export interface CertificateFace {
  /** Names the file for ever: the same face with the same id is the same bytes. */
  readonly id: string
  /** Shown under the heading. */
  readonly number: string
  /** 职称电子证书 or the issuer's own title. */
  readonly heading: string
  readonly name: string
  /** In reading order; the number, the name and the scope have places of their own. */
  readonly fields: readonly CertificateField[]
  /** 适用范围：基层有效; null when valid everywhere. */
  readonly scopeLine: string | null
  readonly authority: string
  /** 2026年11月21日 */
  readonly issuedOn: string
  /** The sentence that makes it a certificate. */
  readonly statement: string
  readonly verifyHost: string
  readonly qr: QrCode
  /** JPEG, 8-bit grey or RGB, at most 512 KB and 4096 pixels a side; shown at 35 × 45 mm. */
  readonly photo?: Uint8Array
}

export interface CertificateField {
  readonly label: string
  readonly value: string
}
