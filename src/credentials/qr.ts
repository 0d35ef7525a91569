import { create } from 'qrcode'
import { utf8 } from '../signing/bytes.ts'
import { textTooLongForCode } from './refusals.ts'

/** Beyond this a 60 mm print has modules below 0.5 mm, which phones stop reading. */
const MAX_VERSION = 22
// Fixed: trying all eight costs ten times as much, and the payload is as good as random anyway.
const MASK = 2

/** A QR code as drawn: `modules` holds size × size cells row by row, 1 is dark; the quiet zone is the drawer's. */
export interface QrModules {
  readonly size: number
  readonly version: number
  readonly modules: Uint8Array
}

/** The code for a text of `qrText`, EC level M; the digits after `#` go in numeric mode. */
export function qrModules(text: string): QrModules {
  const [, prefix = text, digits] = /^(.*#)([0-9]+)$/.exec(text) ?? []
  const bytes = { data: utf8(prefix), mode: 'byte' as const }
  const segments = digits ? [bytes, { data: digits, mode: 'numeric' as const }] : [bytes]
  const code = create(segments, { errorCorrectionLevel: 'M', maskPattern: MASK })
  if (code.version > MAX_VERSION) throw textTooLongForCode(code.version, MAX_VERSION)
  return { size: code.modules.size, version: code.version, modules: new Uint8Array(code.modules.data) }
}
