import type { TaggedElement } from './page.ts'
import { textString, type PdfFile } from './pdf-objects.ts'

/**
 * Writes the structure tree of a one-page document: every tagged element in reading order, then the signature field
 * (StructParent 1). Labels and their values become a list. Returns the root's number.
 */
export function writeStructure(
  file: PdfFile,
  elements: readonly TaggedElement[],
  page: number,
  field: { readonly widget: number; readonly alt: string },
): number {
  const root = file.reserve()
  const document = file.reserve()
  const children: number[] = []
  const marked: number[] = []
  for (let start = 0; start < elements.length;) {
    const end = endOfList(elements, start)
    if (end > start)
      children.push(writeList(file, elements.slice(start, end), { page, document, start }, marked))
    else {
      const { role, alt } = elements[start]!
      marked.push(file.add(element(role, document, page, String(start), alt)))
      children.push(marked.at(-1)!)
    }
    start = Math.max(end, start + 1)
  }
  const reference = `<</Type/OBJR/Obj ${field.widget} 0 R/Pg ${page} 0 R>>`
  const form = file.add(element('Form', document, page, reference, field.alt))
  file.write(document, element('Document', root, page, `[${references([...children, form])}]`, null))
  file.write(
    root,
    `<</Type/StructTreeRoot/K ${document} 0 R` +
      `/ParentTree<</Nums[0[${references(marked)}]1 ${form} 0 R]>>/ParentTreeNextKey 2>>`,
  )
  return root
}

/** Where the run of labels and values that begins at `start` ends; `start` itself if none does. */
function endOfList(elements: readonly TaggedElement[], start: number): number {
  let end = start
  while (elements[end]?.role === 'Lbl' && elements[end + 1]?.role === 'LBody') end += 2
  return end
}

/** A list of label and value pairs; marks each in `marked` at its place in the content. */
function writeList(
  file: PdfFile,
  pairs: readonly TaggedElement[],
  at: { readonly page: number; readonly document: number; readonly start: number },
  marked: number[],
): number {
  const list = file.reserve()
  const items: number[] = []
  for (let i = 0; i < pairs.length; i += 2) {
    const item = file.reserve()
    const parts = ['Lbl', 'LBody'].map((role, k) =>
      file.add(element(role, item, at.page, String(at.start + i + k), null)),
    )
    file.write(item, element('LI', list, at.page, `[${references(parts)}]`, null))
    marked.push(...parts)
    items.push(item)
  }
  file.write(list, element('L', at.document, at.page, `[${references(items)}]`, null))
  return list
}

function element(role: string, parent: number, page: number, kids: string, alt: string | null): string {
  const text = alt === null ? '' : `/Alt${textString(alt)}`
  return `<</Type/StructElem/S/${role}/P ${parent} 0 R/Pg ${page} 0 R/K ${kids}${text}>>`
}

const references = (ids: readonly number[]): string => ids.map((id) => `${id} 0 R`).join(' ')
