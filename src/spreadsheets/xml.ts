import { damagedWorkbook } from './refusals.ts'
import { decodeXml, utf8Text } from './xml-text.ts'
import { integerOf, isBlank, tokenEnd, LT, BANG, BRACKET, QUESTION, QUOTE, APOSTROPHE } from './xml-token.ts'

/** Longest tag, comment or gathered text, in bytes: a cell holds at most 32,767 characters. */
const MAX_TOKEN = 1024 * 1024
const MAX_DEPTH = 64

const SLASH = 0x2f
const EQUALS = 0x3d
const COLON = 0x3a

/** The element at hand. Ranges of bytes, not strings: a string cut out of a chunk would keep the chunk alive. */
export interface XmlElement {
  /** Its local name packed by `elementKey`; 0 when longer than four letters. */
  readonly key: number
  readonly bytes: Uint8Array
  /** The value that `find` found. */
  readonly from: number
  readonly to: number
  localName(): string
  /** Looks for an attribute by local name and moves the range to its value. */
  find(attribute: string): boolean
  attribute(attribute: string): string | undefined
  /** On closing: the character data gathered since opening. */
  text(): string
  /** The same when it is nothing but one to nine digits, else -1: spares a string for every shared one. */
  integer(): number
}

export interface XmlHandler {
  /** Returns true to have the character data directly inside gathered until the element closes. */
  open(element: XmlElement): boolean
  close(element: XmlElement): void
  /**
   * Takes a whole element of the commonest form that begins at `at`, and returns where it ends; -1 to have it scanned.
   * Never asked inside gathered text or outside the root.
   */
  shortcut?(bytes: Buffer, at: number): number
}

export interface XmlScanner {
  push(chunk: Uint8Array): void
  /** Refuses a document that is cut short. */
  end(): void
}

/** A local name of at most four ASCII letters as one number, for a quick switch. */
export const elementKey = (name: string): number =>
  Array.from(name).reduce((key, char) => key * 256 + char.charCodeAt(0), 0)

interface Scan {
  readonly handler: XmlHandler
  readonly element: Element
  depth: number
  rooted: boolean
  gathering: boolean
}

/** The element with what only the scanner may write. */
interface Element extends XmlElement {
  key: number
  bytes: Buffer
  from: number
  to: number
  nameFrom: number
  nameTo: number
  tagTo: number
  /** Text gathered as one plain run of `bytes`, if `joined` is null. */
  textFrom: number
  textTo: number
  /** Text that is no such run: cut by a comment, holding CDATA, or begun in an earlier chunk. */
  joined: string | null
}

/**
 * A streaming scanner for the XML that OOXML parts are: UTF-8, no DOCTYPE, no entities but the five and numbers.
 * Names are taken without prefix. It checks nesting by depth only: an archive's CRC-32 vouches for honest files, and
 * a dishonest one gains nothing. Throws only refusals.
 */
export function xmlScanner(handler: XmlHandler): XmlScanner {
  const scan: Scan = { handler, element: newElement(), depth: 0, rooted: false, gathering: false }
  let rest: Buffer = Buffer.alloc(0)
  return {
    push(chunk) {
      const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      const at = scanChunk(scan, bytes)
      // The run belongs to these bytes: what is gathered must outlive them.
      if (scan.gathering) gather(scan.element, '')
      rest = bytes.subarray(at)
      if (rest.length > MAX_TOKEN) throw damagedWorkbook('单元格或标签过长')
    },
    end() {
      if (scan.depth !== 0 || !scan.rooted || rest.length !== 0) throw damagedWorkbook('部件没有写完')
    },
  }
}

function newElement(): Element {
  const element: Element = {
    key: 0,
    bytes: Buffer.alloc(0),
    from: 0,
    to: 0,
    nameFrom: 0,
    nameTo: 0,
    tagTo: 0,
    textFrom: 0,
    textTo: 0,
    joined: null,
    localName: () => element.bytes.toString('latin1', element.nameFrom, element.nameTo),
    find: (attribute) => findAttribute(element, attribute),
    attribute: (attribute) =>
      findAttribute(element, attribute) ? decodeXml(element.bytes, element.from, element.to) : undefined,
    text: () => element.joined ?? decodeXml(element.bytes, element.textFrom, element.textTo),
    integer: () =>
      element.joined === null ? integerOf(element.bytes, element.textFrom, element.textTo) : -1,
  }
  return element
}

/** Scans what is whole and returns where the first unfinished token begins. */
function scanChunk(scan: Scan, bytes: Buffer): number {
  scan.element.bytes = bytes
  const { shortcut } = scan.handler
  let at = 0
  while (at < bytes.length) {
    if (bytes[at] === LT) {
      if (shortcut !== undefined && !scan.gathering && scan.depth > 0) {
        const next = shortcut(bytes, at)
        if (next !== -1) {
          at = next
          continue
        }
      }
      const end = tokenEnd(bytes, at)
      if (end === -1) return at
      takeToken(scan, at, end)
      at = end
    } else {
      let next = at + 1
      while (next < bytes.length && bytes[next] !== LT) next++
      if (scan.gathering && next === bytes.length) return at
      if (scan.gathering) gatherRun(scan.element, at, next)
      at = next
    }
  }
  return at
}

function takeToken(scan: Scan, from: number, to: number): void {
  const { element, gathering } = scan
  const kind = element.bytes[from + 1]
  if (kind === SLASH) close(scan, from, to)
  else if (kind === BANG) {
    if (gathering && element.bytes[from + 2] === BRACKET)
      gather(element, utf8Text(element.bytes, from + 9, to - 3))
  } else if (kind !== QUESTION) open(scan, from, to)
}

function open(scan: Scan, from: number, to: number): void {
  const { element, handler } = scan
  const empty = element.bytes[to - 2] === SLASH
  takeName(element, from + 1, to - 1)
  element.tagTo = empty ? to - 2 : to - 1
  if (scan.depth === 0 && scan.rooted) throw damagedWorkbook('部件有多个根')
  scan.rooted = true
  nothingGathered(element)
  scan.gathering = handler.open(element)
  if (!empty) {
    if (++scan.depth > MAX_DEPTH) throw damagedWorkbook('嵌套太深')
    return
  }
  handler.close(element)
  scan.gathering = false
}

function close(scan: Scan, from: number, to: number): void {
  if (scan.depth-- === 0) throw damagedWorkbook('标签不配对')
  takeName(scan.element, from + 2, to - 1)
  scan.handler.close(scan.element)
  scan.gathering = false
  nothingGathered(scan.element)
}

function gatherRun(element: Element, from: number, to: number): void {
  if (element.joined !== null || element.textTo > element.textFrom) {
    gather(element, decodeXml(element.bytes, from, to))
  } else {
    element.textFrom = from
    element.textTo = to
  }
}

function gather(element: Element, text: string): void {
  element.joined = element.text() + text
}

function nothingGathered(element: Element): void {
  element.textFrom = 0
  element.textTo = 0
  element.joined = null
}

function takeName(element: Element, from: number, to: number): void {
  const { bytes } = element
  let start = from
  let at = from
  let key = 0
  for (; at < to; at++) {
    const byte = bytes[at]!
    if (isBlank(byte) || byte === SLASH) break
    if (byte === COLON) {
      start = at + 1
      key = 0
    } else key = at - start < 4 ? key * 256 + byte : 0
  }
  element.key = key
  element.nameFrom = start
  element.nameTo = at
  if (at === start || bytes[start]! < 0x41) throw damagedWorkbook('标签名不合规')
}

function findAttribute(element: Element, attribute: string): boolean {
  const { bytes, tagTo } = element
  let at = element.nameTo
  for (;;) {
    while (at < tagTo && isBlank(bytes[at]!)) at++
    if (at >= tagTo) return false
    const start = at
    let local = at
    for (; at < tagTo && bytes[at] !== EQUALS && !isBlank(bytes[at]!); at++)
      if (bytes[at] === COLON) local = at + 1
    const nameTo = at
    while (at < tagTo && isBlank(bytes[at]!)) at++
    const quote =
      bytes[at + 1] === QUOTE || bytes[at + 1] === APOSTROPHE ? at + 1 : quoteAfter(bytes, at, tagTo)
    if (bytes[at] !== EQUALS || quote === -1) throw damagedWorkbook('属性不合规')
    at = quote + 1
    while (at < tagTo && bytes[at] !== bytes[quote]) at++
    if (at >= tagTo) throw damagedWorkbook('属性不合规')
    if (spells(bytes, local, nameTo, attribute) && !spells(bytes, start, local, 'xmlns:')) {
      element.from = quote + 1
      element.to = at
      return true
    }
    at++
  }
}

/** The quote after an equals sign and blanks, or -1. */
function quoteAfter(bytes: Buffer, equals: number, to: number): number {
  let at = equals + 1
  while (at < to && isBlank(bytes[at]!)) at++
  return bytes[at] === QUOTE || bytes[at] === APOSTROPHE ? at : -1
}

function spells(bytes: Buffer, from: number, to: number, name: string): boolean {
  if (to - from !== name.length) return false
  for (let i = 0; i < name.length; i++) if (bytes[from + i] !== name.charCodeAt(i)) return false
  return true
}
