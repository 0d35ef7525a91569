import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pixelsOf } from './picture-size.ts'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

let ready: Promise<unknown> | undefined

// The library would fetch its decoder from a public CDN; ours lies beside it.
function decoder(): Promise<unknown> {
  ready ??= readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')).then(
    (wasm) =>
      prepareZXingModule({
        overrides: { wasmBinary: new Uint8Array(wasm).buffer },
        fireImmediately: true,
      }),
  )
  return ready
}

// A phone's photograph; a few kilobytes can claim a thousand times as much.
const MOST_PIXELS = 50_000_000

/** The text of the one QR code in a PNG or JPEG, or null: no picture, too large, no code, or more than one. */
export async function readQrPicture(picture: Uint8Array): Promise<string | null> {
  const pixels = pixelsOf(picture)
  if (pixels === null || pixels > MOST_PIXELS) return null
  await decoder()
  try {
    const codes = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 2 })
    return codes.length === 1 && codes[0]?.isValid ? codes[0].text : null
  } catch {
    return null
  }
}
