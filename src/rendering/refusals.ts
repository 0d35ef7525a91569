import { Refusal } from '../platform/refusal.ts'

export const noGlyph = (character: string, codePoint: string) =>
  new Refusal(
    'invalid',
    'rendering/no-glyph',
    `所有字体都没有“${character}”（${codePoint}）这个字，证书无法写出。请核对用字；确需使用的，请管理员配置含此字的字体。`,
    { character, codePoint },
  )

export const textTooLong = (label: string, text: string) =>
  new Refusal(
    'invalid',
    'rendering/text-too-long',
    `“${label}”的内容太长，证书上写不下（${Array.from(text).length} 个字）。请核对，必要时使用规范简称。`,
    { label, text },
  )

export const fontUnusable = (font: string, reason: string) =>
  new Refusal(
    'unavailable',
    'rendering/font-unusable',
    `证书字体 ${font} ${reason}。请重新安装本程序（npm ci），或更换所配置的字体文件。`,
    { font },
  )

export const photoUnusable = (reason: string) =>
  new Refusal('invalid', 'rendering/photo-unusable', `照片不能使用：${reason}。请换一张普通的 JPEG 证件照。`)

export const qrTooLarge = (size: number) =>
  new Refusal(
    'invalid',
    'rendering/qr-too-large',
    `二维码有 ${size}×${size} 格，按每格不小于 0.5 毫米在证书上放不下。请缩短证书内容。`,
    { size },
  )

export const attachmentUnusable = (name: string) =>
  new Refusal('invalid', 'rendering/attachment-unusable', `附件“${name}”不能放入证书文件。`, { name })
