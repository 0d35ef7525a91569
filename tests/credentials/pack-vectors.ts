import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { packedVectors } from './packed-vectors.ts'

// `node --import tsx tests/credentials/pack-vectors.ts`, whenever a vector was added.
const packed = gzipSync(packedVectors(), { level: 9 })
writeFileSync(new URL('../../templates/vectors/1.json.gz', import.meta.url), packed)
process.stdout.write(`${String(packed.length)} bytes\n`)
