// Writes tests/vectors/pdf: node --import tsx tests/rendering/write-vectors.ts
// The files are the promise: run this only to add a rule or when template 1 itself changes before 1.0.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { placeSignature, prepareCertificate } from '../../src/rendering/certificate-pdf.ts'
import { signCms } from '../../src/signing/sign-cms.ts'
import { freshSigner } from '../signing/signers.ts'
import { alterations } from './altered-pdf.ts'
import { ATTACHMENTS, faceOf, INSTANT, NAMES } from './faces.ts'
import { photoJpeg } from './photo-jpeg.ts'

const folder = new URL('../vectors/pdf/', import.meta.url)
const [ours, theirs] = [await freshSigner(), await freshSigner('某地某单位')]

const signed = (name: string, identity = ours): Uint8Array => {
  const face = faceOf({ name, scopeLine: '适用范围：基层有效', photo: photoJpeg() })
  const prepared = prepareCertificate(face, ATTACHMENTS, INSTANT)
  return placeSignature(prepared, signCms(prepared.digest, identity.signer))
}

const [file, other, stranger] = [signed(NAMES.rare), signed(NAMES.dotted), signed(NAMES.rare, theirs)]
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

for (const kind of ['valid', 'invalid']) {
  rmSync(new URL(kind, folder), { recursive: true, force: true })
  mkdirSync(new URL(kind, folder), { recursive: true })
}
writeFileSync(new URL('valid/certificate.pdf', folder), file)
writeFileSync(new URL('valid/root.der', folder), ours.root)
for (const altered of alterations(latin1(other), latin1(stranger))) {
  const vector = { what: altered.what, reason: altered.reason, edits: altered.edits(latin1(file)) }
  writeFileSync(new URL(`invalid/${altered.rule}.json`, folder), `${JSON.stringify(vector, null, 2)}\n`)
}
