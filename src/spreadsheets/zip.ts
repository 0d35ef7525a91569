import { setImmediate as breath } from 'node:timers/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import yauzl from 'yauzl'
import { Refusal } from '../platform/refusal.ts'
import { damagedWorkbook, encryptedWorkbook, tooLarge } from './refusals.ts'

// The central directory is the attacker's word: it is checked before anything is inflated, and held to afterwards.
const MAX_FILE = 128 * 1024 * 1024
const MAX_PARTS = 2_000
const MAX_EXPANDED = 512 * 1024 * 1024
/** Honest sheets reach 1:150 (a million formatted empty rows); deflate itself ends at 1:1032. */
const MAX_RATIO = 400
const RATIO_FREE = 16 * 1024 * 1024
const CHUNK = 128 * 1024

/** The parts of an Office file. Names are compared without case, as OPC asks (ECMA-376-2 §6.2.2.3). */
export interface OfficePackage {
  readonly parts: readonly string[]
  /** The part's bytes in pieces, or null when there is none. Size and CRC-32 are checked as they pass. */
  read(part: string): AsyncGenerator<Uint8Array, void> | null
}

/** Opens an untrusted .zip held in memory. Throws only refusals: too large, encrypted, damaged. */
export async function openPackage(bytes: Uint8Array): Promise<OfficePackage> {
  if (bytes.length > MAX_FILE) throw tooLarge('file', MAX_FILE)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const zip = await orDamaged(() => yauzl.fromBufferPromise(buffer, { strictFileNames: false }))
  if (zip.entryCount > MAX_PARTS) throw tooLarge('parts', MAX_PARTS)

  const entries = new Map<string, yauzl.Entry>()
  await orDamaged(async () => {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.toLowerCase()
      // Two parts of one name: which one is read would depend on the reader.
      if (entries.has(name)) throw damagedWorkbook('部件重名')
      entries.set(name, entry)
    }
  })
  refuseBombs([...entries.values()], bytes.length)
  return {
    parts: [...entries.keys()],
    read(part) {
      const entry = entries.get(part.toLowerCase())
      return entry === undefined ? null : inflated(zip, entry, bytes)
    },
  }
}

function refuseBombs(entries: readonly yauzl.Entry[], fileSize: number): void {
  let packed = 0
  let expanded = 0
  for (const entry of entries) {
    if (entry.isEncrypted()) throw encryptedWorkbook()
    if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
      throw damagedWorkbook('压缩方式不支持')
    packed += entry.compressedSize
    expanded += entry.uncompressedSize
    const bomb =
      entry.uncompressedSize > RATIO_FREE && entry.uncompressedSize > entry.compressedSize * MAX_RATIO
    if (bomb) throw tooLarge('expanded', MAX_RATIO)
  }
  if (expanded > MAX_EXPANDED) throw tooLarge('expanded', MAX_EXPANDED)
  // Parts that share bytes expand to more than the file can honestly hold.
  if (packed > fileSize) throw damagedWorkbook('部件重叠')
}

async function* inflated(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  bytes: Uint8Array,
): AsyncGenerator<Uint8Array, void> {
  const { fileDataStart } = await orDamaged(() => zip.readLocalFileHeaderPromise(entry, { minimal: true }))
  const data = bytes.subarray(fileDataStart, fileDataStart + entry.compressedSize)
  let size = 0
  let crc = 0
  try {
    for await (const chunk of entry.compressionMethod === 0 ? pieces(data) : inflate(data)) {
      size += chunk.length
      // A size that lies is not waited for.
      if (size > entry.uncompressedSize) throw damagedWorkbook('部件大小不符')
      crc = crc32(chunk, crc)
      yield chunk
    }
  } catch (error) {
    throw error instanceof Refusal ? error : damagedWorkbook('压缩数据出错')
  }
  if (size !== entry.uncompressedSize || crc !== entry.crc32) throw damagedWorkbook('部件校验不符')
}

async function* pieces(data: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < data.length; at += CHUNK) {
    yield data.subarray(at, at + CHUNK)
    await breath()
  }
}

function inflate(data: Uint8Array): AsyncIterable<Uint8Array> {
  const stream = createInflateRaw({ chunkSize: CHUNK })
  stream.end(data)
  return stream
}

/** yauzl reports every malformation as an Error; none of them is a fault of ours. */
async function orDamaged<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw error instanceof Refusal ? error : damagedWorkbook('压缩包结构不完整')
  }
}
