import { createHash } from 'node:crypto'
import { hex, utf8 } from '../signing/bytes.ts'
import { imitatesStructure, writeAttachments, type Attachment } from './attachment.ts'
import type { CertificateFace } from './certificate-face.ts'
import { layOutCertificate, PAGE_HEIGHT, PAGE_WIDTH, type LaidOut } from './certificate-layout.ts'
import { srgbProfile } from './colour-profile.ts'
import { embedFont } from './embed-font.ts'
import { certificateFonts, type Fonts } from './fonts.ts'
import { pdfDate, PRODUCER, xmpPacket } from './metadata.ts'
import { createPdfFile, num, textString, type PdfFile } from './pdf-objects.ts'
import { readPhoto, type Photo } from './photo.ts'
import { photoUnusable } from './refusals.ts'
import { ROSETTE_BOX, ROSETTE_STRAND } from './rosette.ts'
import {
  byteRangeOf,
  digestAround,
  signatureDictionary,
  SLOT_BYTES,
  writeByteRange,
} from './signature-slot.ts'
import { writeStructure } from './structure.ts'

/** A PDF waiting for its signature. `digest` is SHA-256 over the two parts that `byteRange` names. */
export interface PreparedPdf {
  readonly bytes: Uint8Array
  /** [0, length before the slot, start after the slot, length after it]: the whole file but `<…>` of /Contents. */
  readonly byteRange: readonly [number, number, number, number]
  readonly digest: Uint8Array
}

const FORM = '/Type/XObject/Subtype/Form/Resources<<>>'

let builtIn: Fonts | undefined
let profile: Uint8Array | undefined

/**
 * Draws a certificate and leaves room for its signature. Deterministic: the same face, attachments, instant and fonts
 * give the same bytes. `instant` is the claimed time of signing (/M). Throws Refusal `rendering/…` for what cannot be
 * shown whole: a character without a glyph, a text too long, a photo or QR code that does not fit.
 */
export function prepareCertificate(
  face: CertificateFace,
  attachments: readonly Attachment[],
  instant: Date,
  fonts: Fonts = (builtIn ??= certificateFonts()),
): PreparedPdf {
  const photo = face.photo ? readPhoto(face.photo) : null
  if (photo && imitatesStructure(photo.bytes)) throw photoUnusable('含有不属于图像的内容')
  const laidOut = layOutCertificate(face, photo, fonts)
  const facts = { title: `${face.heading} ${face.number}`, author: face.authority, instant }
  const date = pdfDate(instant)

  const file = createPdfFile()
  const [catalog, pages, page, signature] = [file.reserve(), file.reserve(), file.reserve(), file.reserve()]
  const information = file.add(
    `<</Title${textString(facts.title)}/Author${textString(facts.author)}/Producer(${PRODUCER})` +
      `/CreationDate${date}/ModDate${date}>>`,
  )
  const metadata = file.addStream('/Type/Metadata/Subtype/XML', utf8(xmpPacket(facts)))
  const intent = file.addStream('/N 3', (profile ??= srgbProfile()))
  const widget = writeWidget(file, laidOut, page, signature)
  file.write(pages, `<</Type/Pages/Kids[${page} 0 R]/Count 1>>`)
  const elements = writePage(file, laidOut, photo, { page, pages, widget })
  const structure = writeStructure(file, elements, page, { widget, alt: `${face.authority}的电子签名` })
  file.write(
    catalog,
    `<</Type/Catalog/Pages ${pages} 0 R/Metadata ${metadata} 0 R/Lang(zh-CN)/MarkInfo<</Marked true>>` +
      `/StructTreeRoot ${structure} 0 R/ViewerPreferences<</DisplayDocTitle true>>` +
      `/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/DestOutputProfile ${intent} 0 R>>]` +
      `/AcroForm<</Fields[${widget} 0 R]/SigFlags 3>>/Perms<</DocMDP ${signature} 0 R>>` +
      `${writeAttachments(file, attachments, date)}>>`,
  )

  const { body, contentsAt } = signatureDictionary(date, face.authority)
  const slotAt = file.position() + `${signature} 0 obj\n`.length + contentsAt
  file.write(signature, body)
  const id = hex(createHash('sha256').update(face.id).digest().subarray(0, 16)).toUpperCase()
  const bytes = file.finish(`/Root ${catalog} 0 R/Info ${information} 0 R/ID[<${id}><${id}>]`)
  writeByteRange(bytes, slotAt)
  return { bytes, byteRange: byteRangeOf(slotAt, bytes.length), digest: digestAround(bytes, slotAt) }
}

/** The signed file. Throws RangeError when the CMS does not fit, which a signer's configuration decides once. */
export function placeSignature(prepared: PreparedPdf, cms: Uint8Array): Uint8Array {
  if (cms.length > SLOT_BYTES) throw new RangeError(`CMS of ${cms.length} bytes does not fit ${SLOT_BYTES}`)
  const signed = Buffer.from(prepared.bytes)
  signed.write(Buffer.from(cms).toString('hex'), prepared.byteRange[1] + 1, 'latin1')
  return new Uint8Array(signed.buffer, signed.byteOffset, signed.length)
}

/** The signature's field lies over the printed seal and shows nothing of its own: a click opens the signature. */
function writeWidget(file: PdfFile, { sealArea }: LaidOut, page: number, signature: number): number {
  const [left, top, right, bottom] = sealArea
  const box = `[0 0 ${num(right - left)} ${num(bottom - top)}]`
  const area = [left, PAGE_HEIGHT - bottom, right, PAGE_HEIGHT - top].map(num).join(' ')
  const nothing = file.addStream(`${FORM}/BBox${box}`, '')
  // 132: printed, locked.
  return file.add(
    `<</Type/Annot/Subtype/Widget/FT/Sig/T(Seal)/V ${signature} 0 R/P ${page} 0 R/F 132` +
      `/Rect[${area}]/AP<</N ${nothing} 0 R>>/StructParent 1>>`,
  )
}

function writePage(
  file: PdfFile,
  laidOut: LaidOut,
  photo: Photo | null,
  ids: { readonly page: number; readonly pages: number; readonly widget: number },
): ReturnType<LaidOut['page']['finish']>['elements'] {
  const { content, elements, fonts } = laidOut.page.finish()
  const fontEntries = fonts.map((use, i) => `/F${i + 1} ${embedFont(file, use)} 0 R`)
  const forms = [`/Strand ${file.addStream(`${FORM}/BBox${ROSETTE_BOX}`, ROSETTE_STRAND)} 0 R`]
  if (photo) forms.push(`/Photo ${writePhoto(file, photo)} 0 R`)
  const contents = file.addStream('', content)
  file.write(
    ids.page,
    `<</Type/Page/Parent ${ids.pages} 0 R/MediaBox[0 0 ${PAGE_WIDTH} ${PAGE_HEIGHT}]/Contents ${contents} 0 R` +
      `/Resources<</Font<<${fontEntries.join('')}>>/XObject<<${forms.join('')}>>>>/Annots[${ids.widget} 0 R]/Tabs/S/StructParents 0>>`,
  )
  return elements
}

const writePhoto = (file: PdfFile, photo: Photo): number =>
  file.addStream(
    `/Type/XObject/Subtype/Image/Width ${photo.width}/Height ${photo.height}/BitsPerComponent 8` +
      `/ColorSpace/${photo.grey ? 'DeviceGray' : 'DeviceRGB'}/Filter/DCTDecode`,
    photo.bytes,
  )
