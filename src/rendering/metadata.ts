import { shanghaiInstant } from '../calendar/day.ts'

/** What a reader shows about the file; the same in the information dictionary and in XMP (ISO 19005-3 §6.6.3). */
export interface DocumentFacts {
  readonly title: string
  readonly author: string
  readonly instant: Date
}

export const PRODUCER = 'Zhengxin'

/** D:20261121093000+08'00' */
export function pdfDate(instant: Date): string {
  const [day = '', time = ''] = shanghaiInstant(instant).split('T')
  return `(D:${day.replaceAll('-', '')}${time.slice(0, 8).replaceAll(':', '')}+08'00')`
}

/** What a paper's code says, in the information dictionary; printable ASCII without brackets and backslashes. */
export function codeEntry(code: string | undefined): string {
  if (code === undefined) return ''
  if (!/^[\x21-\x7E]+$/.test(code) || /[()\\]/.test(code)) throw new RangeError('a code is plain ASCII')
  return `/Code(${code})`
}

/** An XMP packet that declares PDF/A-3u, UTF-8. */
export function xmpPacket({ title, author, instant }: DocumentFacts): string {
  const time = shanghaiInstant(instant)
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>${escapeXml(author)}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreateDate>${time}</xmp:CreateDate>
<xmp:ModifyDate>${time}</xmp:ModifyDate>
<pdf:Producer>${PRODUCER}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
