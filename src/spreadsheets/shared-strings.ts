import { damagedWorkbook } from './refusals.ts'
import type { StringTable } from './string-table.ts'
import { spaced } from './workbook-text.ts'
import { elementKey } from './xml.ts'
import type { XmlHandler } from './xml.ts'
import { begins, isBlank, LT } from './xml-token.ts'

/** A cell holds 32,767 characters (ECMA-376-1 §18.4.12); in UTF-16 units, as Excel counts. */
export const MAX_CELL_TEXT = 32_767

const SI = elementKey('si')
const T = elementKey('t')
const RPH = elementKey('rPh')

/** Collects the shared strings: rich text joined, phonetic runs left out. */
export function sharedStringsHandler(strings: StringTable): XmlHandler {
  let current = ''
  let phonetic = 0
  let preserve = false
  return {
    shortcut: (bytes, at) => plainString(strings, bytes, at),
    open(element) {
      if (element.key === SI) current = ''
      else if (element.key === RPH) phonetic++
      else if (element.key === T) {
        preserve = element.attribute('space') === 'preserve'
        return phonetic === 0
      }
      return false
    },
    close(element) {
      if (element.key === T && phonetic === 0) current += spaced(element.text(), preserve)
      else if (element.key === RPH) phonetic--
      else if (element.key === SI) {
        if (current.length > MAX_CELL_TEXT) throw damagedWorkbook('单元格文字过长')
        strings.addText(current)
      }
    },
  }
}

const PLAIN = Buffer.from('<si><t>')
const SPACED = Buffer.from('<si><t xml:space="preserve">')
const END = Buffer.from('</t></si>')

/** `<si><t>text</t></si>` in one step; -1 for anything else, and for what the chunk cuts. */
function plainString(strings: StringTable, bytes: Buffer, at: number): number {
  const preserve = begins(bytes, at, SPACED)
  if (!preserve && !begins(bytes, at, PLAIN)) return -1
  let from = at + (preserve ? SPACED : PLAIN).length
  let to = from
  while (to < bytes.length && bytes[to] !== LT) to++
  const end = to + END.length
  if (to - from > MAX_CELL_TEXT || !begins(bytes, to, END)) return -1
  if (!preserve) {
    while (from < to && isBlank(bytes[from]!)) from++
    while (to > from && isBlank(bytes[to - 1]!)) to--
  }
  strings.addBytes(bytes, from, to)
  return end
}
