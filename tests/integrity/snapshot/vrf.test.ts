import { describe, expect, it } from 'vitest'
import { blind, blindingKey, checkBlind, proveBlind } from '../../../src/integrity/snapshot/vrf.ts'
import { fromHex, hex } from '../../../src/signing/bytes.ts'

// RFC 9381 Appendix B.3, examples 16 and 17.
const EXAMPLES = [
  {
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    text: '',
    proof:
      '8657106690b5526245a92b003bb079ccd1a92130477671f6fc01ad16f26f723f26f8a57ccaed74ee1b190bed1f479d9727d2d0f9b005a6e456a35d4fb0daab1268a1b0db10836d9826a528ca76567805',
    output:
      '90cf1df3b703cce59e2a35b925d411164068269d7b2d29f3301c03dd757876ff66b71dda49d2de59d03450451af026798e8f81cd2e333de5cdf4f3e140fdd8ae',
  },
  {
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    text: 'r',
    proof:
      'f3141cd382dc42909d19ec5110469e4feae18300e94f304590abdced48aed5933bf0864a62558b3ed7f2fea45c92a465301b3bbf5e3e54ddf2d935be3b67926da3ef39226bbc355bdc9850112c8f4b02',
    output:
      'eb4440665d3891d668e7e0fcaf587f1b4bd7fbfe99d0eb2211ccec90496310eb5e33821bc613efb94db5e5b54c70a848a0bef4553a41befc57663b56373a5031',
  },
]

describe('the function that blinds', () => {
  it.each(EXAMPLES)('makes the RFC’s example of “$text”', ({ seed, key, text, proof, output }) => {
    const made = blindingKey(fromHex(seed))
    expect(hex(made.publicKey)).toBe(key)
    expect(hex(proveBlind(made, text))).toBe(proof)
    expect(hex(blind(made, text))).toBe(output)
    expect(hex(checkBlind(fromHex(key), text, fromHex(proof)) ?? new Uint8Array())).toBe(output)
  })

  it('shows nothing for another text, another key, a changed or a cut proof, or a key of small order', () => {
    const key = blindingKey(new Uint8Array(32).fill(7))
    const proof = proveBlind(key, 'somebody')
    expect(checkBlind(key.publicKey, 'somebody', proof)).not.toBeNull()
    expect(checkBlind(key.publicKey, 'somebody else', proof)).toBeNull()
    const other = blindingKey(new Uint8Array(32).fill(8))
    expect(checkBlind(other.publicKey, 'somebody', proof)).toBeNull()
    for (const at of [0, 33, 60, 79]) {
      const bent = Uint8Array.from(proof, (byte, i) => (i === at ? byte ^ 1 : byte))
      expect(checkBlind(key.publicKey, 'somebody', bent)).toBeNull()
    }
    expect(checkBlind(key.publicKey, 'somebody', proof.slice(1))).toBeNull()
    expect(checkBlind(Uint8Array.of(1, ...new Uint8Array(31)), 'somebody', proof)).toBeNull()
  })
})
