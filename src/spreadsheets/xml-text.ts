import { isUtf8 } from 'node:buffer'
import { damagedWorkbook } from './refusals.ts'

/** A run of bytes as text with its line ends made one; refuses what is not UTF-8. */
export function utf8Text(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, to)
  if (text.includes('\ufffd') && !isUtf8(bytes.subarray(from, to))) throw damagedWorkbook('文字编码出错')
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

/** The same with the five named entities and numeric references resolved; refuses any other. */
export function decodeXml(bytes: Buffer, from: number, to: number): string {
  const text = utf8Text(bytes, from, to)
  return text.includes('&') ? text.replace(/&(?:#(x?)([0-9A-Fa-f]{1,8})|([A-Za-z]+));|&/g, entity) : text
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function entity(
  _: string,
  hex: string | undefined,
  digits: string | undefined,
  name: string | undefined,
): string {
  if (digits === undefined) {
    const char = NAMED.get(name ?? '')
    if (char === undefined) throw damagedWorkbook('未知的实体引用')
    return char
  }
  const code = hex === 'x' ? Number.parseInt(digits, 16) : Number(digits)
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  if (!isCharacter) throw damagedWorkbook('字符引用出错')
  return String.fromCodePoint(code)
}
