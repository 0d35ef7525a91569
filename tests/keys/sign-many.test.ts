import { describe, expect, it } from 'vitest'
import { signingMany } from '../../src/keys/sign-many.ts'
import { ed25519Signer } from '../../src/signing/ed25519.ts'

const seed = new Uint8Array(32).fill(9)
const plain = ed25519Signer(seed)
const messages = (many: number) =>
  Array.from({ length: many }, (_, i) => new Uint8Array(i % 700).fill(i % 251))

describe('many signatures at once', () => {
  it.each([0, 3, 255, 256, 700])('are those of one after the other: %i', async (many) => {
    const asked = messages(many)
    const signed = await signingMany(plain, seed).signAll(asked)
    expect(signed).toEqual(asked.map((message) => plain.sign(message)))
  })

  it('come in the order in which they were asked for', async () => {
    const signer = signingMany(plain, seed)
    const [first, second] = [messages(300), messages(400).toReversed()]
    const [one, two] = await Promise.all([signer.signAll(first), signer.signAll(second)])
    expect([one[299], two[0]]).toEqual([plain.sign(first[299]!), plain.sign(second[0]!)])
  })

  it('leave the messages as they were', async () => {
    const asked = messages(300)
    await signingMany(plain, seed).signAll(asked)
    expect(asked).toEqual(messages(300))
  })
})
