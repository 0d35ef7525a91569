import { pdfDate } from './metadata.ts'
import { num } from './pdf-objects.ts'
import { paperFonts, writePaper, type Paper } from './paper.ts'
import type { PreparedPdf } from './certificate-pdf.ts'
import { byteRangeOf, digestAround, signatureDictionary, writeByteRange } from './signature-slot.ts'

/**
 * Draws a paper that has a seal and leaves room for its signature, certified with no change permitted, as a
 * certificate's. The same paper gives the same bytes; `placeSignature` completes it. Throws as `drawPaper`.
 */
export function preparePaper(paper: Paper): PreparedPdf {
  const { body, contentsAt } = signatureDictionary(pdfDate(paper.instant), paper.author)
  let [signature, widget, slotAt] = [0, 0, 0]
  const bytes = writePaper(paper, paperFonts(), {
    annotation(file, page, [left, top, right, bottom], height) {
      signature = file.reserve()
      const box = `[0 0 ${num(right - left)} ${num(bottom - top)}]`
      const area = [left, height - bottom, right, height - top].map(num).join(' ')
      const nothing = file.addStream(`/Type/XObject/Subtype/Form/Resources<<>>/BBox${box}`, '')
      // 132: printed, locked.
      widget = file.add(
        `<</Type/Annot/Subtype/Widget/FT/Sig/T(Seal)/V ${signature} 0 R/P ${page} 0 R/F 132` +
          `/Rect[${area}]/AP<</N ${nothing} 0 R>>>>`,
      )
      return widget
    },
    catalog: () => `/AcroForm<</Fields[${widget} 0 R]/SigFlags 3>>/Perms<</DocMDP ${signature} 0 R>>`,
    last(file) {
      slotAt = file.position() + `${signature} 0 obj\n`.length + contentsAt
      file.write(signature, body)
    },
  })
  writeByteRange(bytes, slotAt)
  return { bytes, byteRange: byteRangeOf(slotAt, bytes.length), digest: digestAround(bytes, slotAt) }
}
