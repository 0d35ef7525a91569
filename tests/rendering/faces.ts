import QRCode from 'qrcode'
import type { Attachment } from '../../src/rendering/attachment.ts'
import type { CertificateFace } from '../../src/rendering/certificate-face.ts'
import type { QrCode } from '../../src/rendering/qr-code.ts'

export const QR_URL = 'https://rcps.example.gov.cn/v/Zk3xWq8uTn2LrYc5VbHs1A#'

/** A real code: our kind of address and `digits` digits, level M. 520 digits are version 12, 900 version 16. */
export function qrOf(digits: number): QrCode {
  const number = Array.from({ length: digits }, (_, i) => ((i * i * 7 + i * 3 + 1) % 10).toString()).join('')
  const segments = [
    { data: new TextEncoder().encode(QR_URL), mode: 'byte' as const },
    { data: number, mode: 'numeric' as const },
  ]
  const { modules } = QRCode.create(segments, { errorCorrectionLevel: 'M', maskPattern: 2 })
  return { size: modules.size, modules: Uint8Array.from(modules.data) }
}

/** A code of the right size that says nothing. */
export const emptyQr = (size: number): QrCode => ({
  size,
  modules: Uint8Array.from({ length: size * size }, (_, i) => i % 2),
})

export const faceOf = (changes: Partial<CertificateFace> = {}): CertificateFace => ({
  id: '0190c2a4-0000-7000-8000-000000000001',
  number: '5300002023A0000017',
  heading: '职称电子证书',
  name: '张晓明',
  fields: [
    { label: '性别', value: '男' },
    { label: '职称系列', value: '工程技术' },
    { label: '专业', value: '建筑工程' },
    { label: '职称名称', value: '高级工程师' },
    { label: '职称级别', value: '副高级' },
    { label: '取得方式', value: '评审' },
    { label: '取得时间', value: '2023年11月12日' },
    { label: '评审委员会', value: '云南省建筑工程专业高级职称评审委员会' },
    { label: '批准文号', value: '云人社职〔2023〕118号' },
  ],
  scopeLine: null,
  authority: '云南省人力资源和社会保障厅',
  issuedOn: '2026年11月21日',
  statement: '经评审，持证人具备下列职称，特发此证。',
  verifyHost: 'rcps.example.gov.cn',
  qr: qrOf(520),
  ...changes,
})

export const ATTACHMENTS: readonly Attachment[] = [
  {
    name: 'certificate.sd-jwt',
    mime: 'application/dc+sd-jwt',
    relationship: 'Data',
    description: '可验证凭证（SD-JWT VC）',
    bytes: new TextEncoder().encode('eyJhbGciOiJFZERTQSJ9.e30.c2ln~'),
  },
  {
    name: 'certificate.cwt',
    mime: 'application/cwt',
    relationship: 'Data',
    description: '二维码中的签名凭证（CWT）',
    bytes: Uint8Array.from({ length: 256 }, (_, i) => i),
  },
]

export const INSTANT = new Date('2026-11-21T02:00:00Z')

/** Names the sample lists hold and the ones that break fonts. */
export const NAMES = {
  usual: '张晓明',
  dotted: '阿卜杜拉·买买提',
  rare: '龘𪚥𬱖㛃𠅤䶮𫖯𬭎',
  longest: '阿卜杜拉·买买提·玉素甫·艾合买提·吐尔逊·依明·热合曼·沙吾提·买合木提·托合提·阿不来提·巴拉提',
}
