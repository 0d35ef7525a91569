import { describe, expect, it } from 'vitest'
import { signCwt } from '../../src/credentials/cwt.ts'
import { toDigits } from '../../src/credentials/digits.ts'
import { parseScanned, qrText } from '../../src/credentials/qr-text.ts'
import { code, origin, record, signer, statusList } from './fixtures.ts'

const cwt = signCwt(signer, record)
const text = qrText(origin, code, cwt)

describe('parseScanned', () => {
  it('reads the address on a certificate', () => {
    expect(text).toBe(`${origin}/v/${code}#${toDigits(cwt)}`)
    expect(parseScanned(` ${text}\r\n`)).toEqual({ kind: 'cwt', cwt, origin, code })
  })

  it('says which host the address names, in lower case and without a port that goes without saying', () => {
    expect(parseScanned(text.replace('zc.yn-rsj.example', 'EVIL.example:443'))).toMatchObject({
      origin: 'https://evil.example',
    })
    expect(parseScanned(text.replace(origin, 'http://localhost:8080'))).toMatchObject({
      origin: 'http://localhost:8080',
    })
  })

  it('reads digits alone, an address without digits, and a code alone', () => {
    expect(parseScanned(toDigits(cwt))).toEqual({ kind: 'cwt', cwt, origin: null, code: null })
    expect(parseScanned(`${origin}/v/${code}`)).toEqual({ kind: 'code', origin, code })
    expect(parseScanned(code)).toEqual({ kind: 'code', origin: null, code })
  })

  it('leaves an SD-JWT to its own verifier', () => {
    expect(parseScanned('eyJ.eyJ.sig~a~b~')).toEqual({ kind: 'sd-jwt', token: 'eyJ.eyJ.sig~a~b~' })
  })

  it.each([
    ['nothing', '', 'malformed'],
    ['a name', '张三', 'malformed'],
    ['a number too short to be signed', '12345', 'malformed'],
    ['digits cut by one', text.slice(0, -1), 'malformed'],
    ['a port no host has', text.replace('.example', '.example:99999'), 'malformed'],
    ['a code with other trailing bits', code.slice(0, -1) + 'B', 'malformed'],
    ['a code of 21 characters', `${origin}/v/${code.slice(1)}`, 'not-a-certificate'],
    ['a host behind user information', text.replace('https://', 'https://u:p@'), 'not-a-certificate'],
    ['a backslash for a slash', text.replace('example/v', 'example\\v'), 'not-a-certificate'],
    ['another scheme', text.replace('https', 'javascript'), 'malformed'],
    ['a query', text.replace('#', '?name=张三#'), 'not-a-certificate'],
    ['another page', 'https://evil.example/', 'not-a-certificate'],
    ['a status list', statusList(0), 'not-a-certificate'],
    ['a book', 'x'.repeat(1_000_000), 'malformed'],
  ])('refuses %s', (_, text, reason) => {
    expect(parseScanned(text)).toMatchObject({ kind: 'unreadable', reason })
  })
})
