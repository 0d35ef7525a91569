/** Width × height as a PNG or JPEG says in its head, or null when it is neither. Never throws. */
export function pixelsOf(picture: Uint8Array): number | null {
  const view = new DataView(picture.buffer, picture.byteOffset, picture.byteLength)
  try {
    if (view.getUint32(0) === 0x89504e47) return view.getUint32(16) * view.getUint32(20)
    if (view.getUint16(0) === 0xffd8) return jpegPixels(view)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return null
}

// ISO/IEC 10918-1 §B.2.2: the frame header is the first marker C0–CF that is not a table (C4, C8, CC).
function jpegPixels(view: DataView): number | null {
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return view.getUint16(at + 5) * view.getUint16(at + 7)
  }
  return null
}
