import { create } from 'qrcode'

const [WIDTH, HEIGHT] = [640, 640]

/** A film of one still picture of a QR code, as the browser's pretended camera takes it (YUV4MPEG2). */
export function fakeCamera(text: string): Uint8Array {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const scale = Math.floor(WIDTH / (modules.size + 8))
  const margin = Math.floor((WIDTH - modules.size * scale) / 2)
  const light = new Uint8Array(WIDTH * HEIGHT).fill(235)
  for (let y = 0; y < modules.size * scale; y++)
    for (let x = 0; x < modules.size * scale; x++)
      if (modules.get(Math.floor(y / scale), Math.floor(x / scale)))
        light[(margin + y) * WIDTH + margin + x] = 16
  const colour = new Uint8Array((WIDTH * HEIGHT) / 2).fill(128)
  const frame = [Buffer.from('FRAME\n'), light, colour]
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F5:1 Ip A1:1 C420jpeg\n`)
  return Buffer.concat([head, ...frame, ...frame, ...frame])
}
