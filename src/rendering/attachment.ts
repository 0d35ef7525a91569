import { textString, type PdfFile } from './pdf-objects.ts'
import { attachmentUnusable } from './refusals.ts'

/** A file carried inside the PDF (ISO 19005-3 §6.8). */
export interface Attachment {
  /** Letters, digits, dots, hyphens and underscores: safe as a file name everywhere. */
  readonly name: string
  readonly mime: string
  readonly relationship: 'Data' | 'Source' | 'Supplement'
  readonly description: string
  readonly bytes: Uint8Array
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** What the reader counts on occurring once in a file; nothing carried inside may imitate it. */
const MARKS = ['/ByteRange', 'startxref', '%%EOF']

export const imitatesStructure = (bytes: Uint8Array): boolean => {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return MARKS.some((mark) => data.includes(mark, 0, 'latin1'))
}

/** Writes the attachments; returns the catalog's entries for them. Throws Refusal `rendering/attachment-unusable`. */
export function writeAttachments(file: PdfFile, attachments: readonly Attachment[], date: string): string {
  if (attachments.length === 0) return ''
  const named = new Map<string, number>()
  for (const attachment of attachments) {
    const { name, mime, bytes } = attachment
    if (!NAME.test(name) || named.has(name) || imitatesStructure(bytes)) throw attachmentUnusable(name)
    const entries = `/Type/EmbeddedFile/Subtype/${pdfName(mime)}/Params<</Size ${bytes.length}/ModDate${date}>>`
    const stream = file.addStream(entries, bytes)
    const specification =
      `<</Type/Filespec/F(${name})/UF(${name})/AFRelationship/${attachment.relationship}` +
      `/Desc${textString(attachment.description)}/EF<</F ${stream} 0 R/UF ${stream} 0 R>>>>`
    named.set(name, file.add(specification))
  }
  // A name tree is searched by halves: its keys are sorted (ISO 32000-1 §7.9.6).
  const tree = [...named].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, id]) => `(${name})${id} 0 R`)
  const associated = [...named.values()].map((id) => `${id} 0 R`)
  return `/Names<</EmbeddedFiles<</Names[${tree.join('')}]>>>>/AF[${associated.join(' ')}]`
}

const pdfName = (text: string): string =>
  text.replaceAll(
    /[^A-Za-z0-9.+-]/g,
    (char) => `#${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
