// The scanner: the camera's picture, or a photograph, is read in the page; no picture leaves it.
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { languageOf, say } from '../../web/language.ts'
import { registerWorker } from '../../web/register-worker.ts'
import { freshBundle } from '../held-bundle.ts'
import { showAnswer } from '../show-answer.ts'
import { answerFor, ownPath } from '../verifier.ts'

const language = languageOf(document.documentElement.lang.startsWith('zh') ? 'zh' : 'en')
const t = say(language)
const scanner = document.getElementById('scanner')!
const told = document.getElementById('scan-told')!
const result = document.getElementById('result')!
const camera = document.getElementById('camera') as HTMLButtonElement
const video = document.getElementById('video') as HTMLVideoElement
const photo = document.getElementById('photo') as HTMLInputElement

const BETWEEN_LOOKS_MS = 150
// Wider pictures take longer and are read no better.
const WIDEST = 1600

prepareZXingModule({ overrides: { locateFile: () => scanner.dataset['decoder'] ?? '' } })

async function read(picture: ImageData, tryHarder: boolean): Promise<string | null> {
  const codes = await readBarcodes(picture, { formats: ['QRCode'], tryHarder, maxNumberOfSymbols: 1 })
  return codes[0]?.isValid ? codes[0].text : null
}

/** Online our own page has the last word; without a network, and for every other code, this device says what it can. */
async function judge(text: string): Promise<void> {
  told.textContent = t('已识别，正在核验……', 'Read; checking …')
  const held = await freshBundle()
  const own = ownPath(text, held.bundle ?? '')
  if (held.online && own !== null) return location.assign(own)
  const now = new Date()
  told.textContent = ''
  showAnswer(result, answerFor(text, held.bundle ?? '', now), { ...held, language, now })
}

async function scan(): Promise<void> {
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'environment', width: { ideal: 1280 } },
    })
  } catch {
    camera.hidden = true
    told.textContent = t(
      '浏览器没有给摄像头权限。请点“拍照或选择图片”，或直接用微信“扫一扫”。',
      'The browser gave no access to the camera. Take a photograph instead, or use your phone’s own scanner.',
    )
    return
  }
  video.srcObject = stream
  video.hidden = false
  result.hidden = true
  await video.play()
  told.textContent = t(
    '请把证书上的二维码放进画面，占满大半。',
    'Hold the code so that it fills most of the picture.',
  )
  try {
    const text = await look()
    await judge(text)
  } catch {
    told.textContent = noDecoder()
  } finally {
    for (const track of stream.getTracks()) track.stop()
    video.hidden = true
  }
}

async function look(): Promise<string> {
  for (;;) {
    const text = await read(pictureOf(video, video.videoWidth, video.videoHeight), false)
    if (text !== null) return text
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS))
  }
}

function pictureOf(source: CanvasImageSource, width: number, height: number): ImageData {
  const scale = Math.min(1, WIDEST / Math.max(width, height, 1))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

async function readPhoto(file: File): Promise<void> {
  told.textContent = t('正在识别……', 'Reading …')
  try {
    const bitmap = await createImageBitmap(file)
    const text = await read(pictureOf(bitmap, bitmap.width, bitmap.height), true)
    if (text !== null) return await judge(text)
    told.textContent = t(
      '图片中没有找到二维码，请拍得更近、更清楚些。',
      'No code was found in the picture: take it closer and sharper.',
    )
  } catch {
    told.textContent = noDecoder()
  }
}

const noDecoder = () =>
  t(
    '这个浏览器不能在本机识别图片，请点下面的“上传图片查验”，或直接用微信“扫一扫”。',
    'This browser cannot read pictures itself: upload the picture below, or use your phone’s own scanner.',
  )

registerWorker()
scanner.hidden = false
camera.hidden = typeof navigator.mediaDevices?.getUserMedia !== 'function'
camera.addEventListener('click', () => void scan())
photo.addEventListener('change', () => {
  const file = photo.files?.[0]
  if (file) void readPhoto(file)
})
