import { compact } from '../spreadsheets/full-width.ts'

/** A document number as GB/T 9704-2012 writes it: 云人社发〔2023〕12号. */
export interface DocumentNumber {
  /** With 〔〕, no blanks, no 第, no leading zeros. */
  readonly text: string
  /** 机关代字: 云人社发. */
  readonly word: string
  readonly year: number
  readonly serial: number
}

const OPEN = '〔\\[【(﹝〖<《{'
const CLOSE = '〕\\]】)﹞〗>》}'
const FORM = new RegExp(`^(.+)[${OPEN}]([0-9]{4})年?[${CLOSE}]第?([0-9]{1,6})号$`, 'u')
const OPENING = new RegExp(`[${OPEN}]`, 'gu')
const CLOSING = new RegExp(`[${CLOSE}]`, 'gu')
const WORD = /^(?=.*\p{Script=Han})[\p{Script=Han}A-Za-z0-9()·-]{1,30}$/u

/** Reads a document number in any bracket style, blanks tolerated; `reason` is Chinese, for the clerk. */
export function parseDocumentNumber(text: string): DocumentNumber | { readonly reason: string } {
  const compacted = compact(text)
  if (compacted === '') return { reason: '文号为空' }
  const [, word, yearDigits, serialDigits] = FORM.exec(compacted) ?? []
  if (word === undefined) return { reason: whyNot(compacted) }

  const year = Number(yearDigits)
  const serial = Number(serialDigits)
  if (!WORD.test(word)) return { reason: '机关代字应是汉字，如“云人社发”' }
  if (year < 1949 || year > 2199) return { reason: `年份 ${yearDigits} 不合理` }
  if (serial === 0) return { reason: '序号不能是 0' }
  return { text: `${word}〔${year}〕${serial}号`, word, year, serial }
}

/**
 * One number however it is typed: with 〔〕 when it is of that style; any other (a court's, a letter's, one of another era)
 * as typed, trimmed.
 */
export function foldDocumentNumber(typed: string): string {
  const read = parseDocumentNumber(typed)
  return 'reason' in read ? typed.trim() : read.text
}

/** For finding and comparing only: (95), 〔95〕, [95] and 【95】 alike. */
export const foldBrackets = (text: string): string => text.replace(OPENING, '(').replace(CLOSING, ')')

function whyNot(text: string): string {
  const example = '应写成“云人社发〔2023〕12号”的样式'
  if (!text.endsWith('号')) return `文号末尾缺“号”，${example}`
  if (new RegExp(`[${OPEN}][0-9]{2}[${CLOSE}]`, 'u').test(text)) return `年份应写四位，${example}`
  if (!new RegExp(`[${OPEN}][0-9]{4}年?[${CLOSE}]`, 'u').test(text)) return `文号缺年份和括号，${example}`
  return `文号不能识别，${example}`
}
