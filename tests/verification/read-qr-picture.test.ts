import { toBuffer } from 'qrcode'
import { describe, expect, it } from 'vitest'
import { pixelsOf } from '../../src/verification/picture-size.ts'
import { readQrPicture } from '../../src/verification/read-qr-picture.ts'

const TEXT = 'https://rcps.example.gov.cn/v/AAAAAAAAAAAAAAAAAAAAAA#12345678901234567890'

describe('a picture of a QR code', () => {
  it('is read, whatever its scale', async () => {
    for (const scale of [3, 8])
      expect(await readQrPicture(new Uint8Array(await toBuffer(TEXT, { scale })))).toBe(TEXT)
  })

  it('says its size before it is opened', async () => {
    const png = new Uint8Array(await toBuffer(TEXT, { width: 300 }))
    expect(pixelsOf(png)).toBe(300 * 300)
    const jpeg = Uint8Array.of(
      0xff,
      0xd8,
      0xff,
      0xe0,
      0,
      4,
      1,
      2,
      0xff,
      0xc0,
      0,
      11,
      8,
      0x0b,
      0xb8,
      0x0f,
      0xa0,
      1,
      0,
      0,
      0,
    )
    expect(pixelsOf(jpeg)).toBe(3000 * 4000)
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['a cut head', Uint8Array.of(0x89, 0x50, 0x4e, 0x47)],
    ['a cut JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
    ['text', new TextEncoder().encode('not a picture at all')],
    ['noise', Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) & 0xff)],
  ])('is not found in %s', async (_, bytes) => {
    expect(await readQrPicture(bytes)).toBeNull()
  })

  it('is not opened when it claims to be larger than any photograph', async () => {
    const png = new Uint8Array(await toBuffer(TEXT))
    new DataView(png.buffer).setUint32(16, 60_000)
    new DataView(png.buffer).setUint32(20, 60_000)
    expect(await readQrPicture(png)).toBeNull()
  })
})
