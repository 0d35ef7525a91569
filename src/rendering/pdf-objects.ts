/** A number as PDF writes it: at most two decimals (1/7200 inch), never an exponent. */
export const num = (value: number): string => String(Math.round(value * 100) / 100)

/** A text string in UTF-16BE, so that Chinese survives every reader (ISO 32000-1 §7.9.2.2). */
export function textString(text: string): string {
  let digits = '<FEFF'
  for (let i = 0; i < text.length; i++) digits += hex4(text.charCodeAt(i))
  return `${digits}>`
}

const HEX4 = Array.from({ length: 0x10000 }, () => '')

/** Four upper-case hex digits. */
export const hex4 = (value: number): string =>
  (HEX4[value] ||= value.toString(16).toUpperCase().padStart(4, '0'))

/** A PDF file being written: numbered objects in order, then the table that finds them. */
export interface PdfFile {
  /** Takes the next number for an object to be written later. */
  reserve(): number
  write(id: number, body: string): void
  /** Stored as they are: per-file deflate costs more time than it saves bytes, and its output is not reproducible. */
  writeStream(id: number, entries: string, data: Uint8Array | string): void
  /** `reserve` and `write` in one. */
  add(body: string): number
  addStream(entries: string, data: Uint8Array | string): number
  /** Bytes written so far. */
  position(): number
  finish(trailer: string): Uint8Array
}

// The comment of four high bytes marks the file as binary (ISO 19005-3 §6.1.2).
const HEADER = '%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n'

export function createPdfFile(): PdfFile {
  const parts: (string | Uint8Array)[] = [HEADER]
  const offsets: number[] = [0]
  let length = HEADER.length
  const push = (part: string | Uint8Array): void => {
    parts.push(part)
    length += part.length
  }
  const file: PdfFile = {
    reserve: () => offsets.push(-1) - 1,
    write(id, body) {
      offsets[id] = length
      push(`${id} 0 obj\n${body}\nendobj\n`)
    },
    writeStream(id, entries, data) {
      offsets[id] = length
      push(`${id} 0 obj\n<<${entries}/Length ${data.length}>>\nstream\n`)
      push(data)
      push('\nendstream\nendobj\n')
    },
    add(body) {
      const id = file.reserve()
      file.write(id, body)
      return id
    },
    addStream(entries, data) {
      const id = file.reserve()
      file.writeStream(id, entries, data)
      return id
    },
    position: () => length,
    finish(trailer) {
      const table = offsets.map((at, id) =>
        id === 0 ? '0000000000 65535 f \n' : `${String(at).padStart(10, '0')} 00000 n \n`,
      )
      const start = length
      push(`xref\n0 ${offsets.length}\n${table.join('')}`)
      push(`trailer\n<</Size ${offsets.length}${trailer}>>\nstartxref\n${start}\n%%EOF\n`)
      return assemble(parts, length)
    },
  }
  return file
}

/** Strings hold one byte a character. */
function assemble(parts: readonly (string | Uint8Array)[], length: number): Uint8Array {
  const bytes = Buffer.alloc(length)
  let at = 0
  for (const part of parts) {
    if (typeof part === 'string') at += bytes.write(part, at, 'latin1')
    else {
      bytes.set(part, at)
      at += part.length
    }
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, length)
}
