import { damagedWorkbook, tooLarge } from './refusals.ts'
import { spaced, unescapeText } from './workbook-text.ts'
import { elementKey } from './xml.ts'
import type { XmlHandler } from './xml.ts'

const MAX_STRINGS = 5_000_000
/** A cell holds 32,767 characters (ECMA-376-1 §18.4.12); in UTF-16 units, as Excel counts. */
export const MAX_CELL_TEXT = 32_767

const SI = elementKey('si')
const T = elementKey('t')
const RPH = elementKey('rPh')

/** Collects the shared strings: rich text joined, phonetic runs left out. */
export function sharedStringsHandler(strings: string[]): XmlHandler {
  let current = ''
  let phonetic = 0
  let preserve = false
  return {
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
        if (strings.length === MAX_STRINGS) throw tooLarge('cells', MAX_STRINGS)
        if (current.length > MAX_CELL_TEXT) throw damagedWorkbook('单元格文字过长')
        strings.push(unescapeText(current))
      }
    },
  }
}
