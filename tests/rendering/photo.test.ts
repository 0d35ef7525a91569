import { describe, expect, it } from 'vitest'
import { readPhoto } from '../../src/rendering/photo.ts'
import { photoJpeg } from './photo-jpeg.ts'

const jpeg = photoJpeg()
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const segments = (bytes: Uint8Array): number[] => {
  const markers: number[] = []
  for (let at = 2; bytes[at + 1] !== 0xda; at += 2 + bytes[at + 2]! * 256 + bytes[at + 3]!)
    markers.push(bytes[at + 1]!)
  return markers
}
/** The frame header (SOF0) with one byte changed. */
const framed = (offset: number, value: number): Uint8Array => {
  const changed = Uint8Array.from(jpeg)
  changed[text(jpeg).indexOf('\xff\xc0') + offset] = value
  return changed
}

describe('a photo', () => {
  it('is measured and kept as it is, pixel for pixel', () => {
    const photo = readPhoto(jpeg)
    expect(photo).toMatchObject({ width: 350, height: 450, grey: false })
    expect(text(photo.bytes).slice(-2000)).toBe(text(jpeg).slice(-2000))
  })

  it('loses every note: place, camera, thumbnail', () => {
    const photo = readPhoto(photoJpeg('Exif GPS 25.04 N 102.71 E'))
    expect(text(photo.bytes)).not.toContain('GPS')
    expect(segments(photo.bytes).filter((marker) => marker >= 0xe0)).toEqual([])
  })

  it('ends where the picture ends, and loses the notes between its scans', () => {
    const note = Buffer.from('\xff\xe1\x00\x19Exif GPS 25.04 N 102.71', 'latin1')
    const tail = Buffer.from('ftypmp42 530102199003071234')
    expect(text(readPhoto(Uint8Array.from([...jpeg, ...tail])).bytes)).toBe(text(readPhoto(jpeg).bytes))
    // As a progressive picture has them: another scan, with the notes of a careless editor before it.
    const scan = jpeg.subarray(text(jpeg).indexOf('\xff\xda'), -2)
    const end = jpeg.subarray(-2)
    const { bytes } = readPhoto(Uint8Array.from([...jpeg.subarray(0, -2), ...note, ...scan, ...end, ...tail]))
    expect(text(bytes)).toBe(
      text(readPhoto(Uint8Array.from([...jpeg.subarray(0, -2), ...scan, ...end])).bytes),
    )
    expect(text(bytes)).not.toContain('GPS')
    expect(readPhoto(bytes).bytes).toEqual(bytes)
  })

  it('may be progressive', () => expect(readPhoto(framed(1, 0xc2)).width).toBe(350))

  it.each([
    ['another kind of file', new TextEncoder().encode('\x89PNG\r\n')],
    ['nothing', new Uint8Array()],
    ['a file cut short', jpeg.subarray(0, 400)],
    ['a picture cut short', jpeg.subarray(0, -2)],
    ['a picture cut short at a marker', jpeg.subarray(0, -1)],
    ['a second frame after the pixels', Uint8Array.from([...jpeg.subarray(0, -2), ...jpeg.subarray(2)])],
    ['more than 512 KB', new Uint8Array(512 * 1024 + 1)],
    ['twelve bits a sample', framed(4, 12)],
    ['four inks', framed(9, 4)],
    ['no height', framed(5, 0xff)],
    ['arithmetic coding', framed(1, 0xc9)],
  ])('is refused: %s', (_, bytes) => {
    expect(() => readPhoto(bytes)).toThrow(expect.objectContaining({ code: 'rendering/photo-unusable' }))
  })
})
