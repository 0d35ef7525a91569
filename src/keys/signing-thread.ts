import { workerData } from 'node:worker_threads'
import { answerAsked } from '../platform/answer-asked.ts'
import { ed25519Signer } from '../signing/ed25519.ts'
import type { Signing } from './sign-many.ts'

// The thread that sign-many.ts starts, with the key's seed.
const signer = ed25519Signer(workerData as Uint8Array)
answerAsked(({ packed, sizes }: Signing) => {
  const signatures = new Uint8Array(64 * sizes.length)
  let at = 0
  sizes.forEach((size, i) => {
    signatures.set(signer.sign(packed.subarray(at, at + size)), 64 * i)
    at += size
  })
  return { answer: signatures, moved: [signatures.buffer] }
})
