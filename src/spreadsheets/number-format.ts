import { elementKey } from './xml.ts'
import type { XmlHandler } from './xml.ts'

/** How much of a date a cell shows: a serial formatted as 2023年11月 is a month, whatever day lies beneath. */
export type DatePrecision = 'day' | 'month' | 'year'

// ECMA-376-1 §18.8.30, with the East Asian formats 27–36 and 50–58; 18–21 and 45–47 show a time only.
const BUILT_IN_DAY = new Set([14, 15, 16, 22, 28, 29, 30, 31, 51, 53, 54, 58])
const BUILT_IN_MONTH = new Set([17, 27, 36, 50, 52, 57])

const XF = elementKey('xf')

/** What the format code shows, or null when it is no date. */
export function datePrecision(format: string): DatePrecision | null {
  const [positive = ''] = format
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[[^\]]*\]/g, '')
    .toLowerCase()
    .replace(/s\.0+/g, 's')
    .split(';')
  if (/[0#?]/.test(positive) || positive.includes('general')) return null
  const year = /[ye]/.test(positive)
  if (/d/.test(positive)) return 'day'
  if (!year) return null
  return /m/.test(positive.replace(/h+[^a-z]*m+|m+[^a-z]*s+/g, '')) ? 'month' : 'year'
}

/** Fills `precisions` with one entry for each cell style, in the order cells refer to them. */
export function stylesHandler(precisions: (DatePrecision | null)[]): XmlHandler {
  const custom = new Map<number, string>()
  let inCellFormats = false
  return {
    open(element) {
      if (element.key === XF && inCellFormats) {
        precisions.push(formatPrecision(Number(element.attribute('numFmtId') ?? 0), custom))
      } else if (element.key === 0) {
        const name = element.localName()
        if (name === 'cellXfs') inCellFormats = true
        if (name === 'numFmt')
          custom.set(Number(element.attribute('numFmtId')), element.attribute('formatCode') ?? '')
      }
      return false
    },
    close(element) {
      if (inCellFormats && element.key === 0 && element.localName() === 'cellXfs') inCellFormats = false
    },
  }
}

/** What the format of this number shows: built in, or among the workbook's own. */
export function formatPrecision(id: number, custom: ReadonlyMap<number, string>): DatePrecision | null {
  const format = custom.get(id)
  if (format !== undefined) return datePrecision(format)
  if (BUILT_IN_DAY.has(id)) return 'day'
  return BUILT_IN_MONTH.has(id) ? 'month' : null
}
