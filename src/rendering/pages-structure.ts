import type { TaggedElement } from './page.ts'
import { textString, type PdfFile } from './pdf-objects.ts'

/** The structure tree of a paper of many pages: every tagged element in reading order. Returns the root's number. */
export function writePagesStructure(
  file: PdfFile,
  pages: readonly { readonly page: number; readonly elements: readonly TaggedElement[] }[],
): number {
  const [root, document] = [file.reserve(), file.reserve()]
  const marked = pages.map(({ page, elements }) =>
    elements.map(({ role, alt }, i) => {
      const text = alt === null ? '' : `/Alt${textString(alt)}`
      return file.add(
        `<</Type/StructElem/S/${role === 'Lbl' ? 'P' : role}/P ${document} 0 R/Pg ${page} 0 R/K ${i}${text}>>`,
      )
    }),
  )
  const references = (ids: readonly number[]): string => ids.map((id) => `${id} 0 R`).join(' ')
  file.write(document, `<</Type/StructElem/S/Document/P ${root} 0 R/K[${references(marked.flat())}]>>`)
  const parents = marked.map((ids, i) => `${i}[${references(ids)}]`).join('')
  file.write(
    root,
    `<</Type/StructTreeRoot/K ${document} 0 R/ParentTree<</Nums[${parents}]>>/ParentTreeNextKey ${pages.length}>>`,
  )
  return root
}
