import { describe, expect, it } from 'vitest'
import { signCwt } from '../../src/credentials/cwt.ts'
import { qrText } from '../../src/credentials/qr-text.ts'
import { REASON_CODES, reasonOf, verdictFor } from '../../src/credentials/reason.ts'
import { judge, judgeScanned, trustOf } from '../../src/credentials/verdict.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { bundle, code, listUri, now, origin, record, signer, statusList } from './fixtures.ts'

const cwt = signCwt(signer, record)
const trust = trustOf(bundle, verifyEd25519)

describe('judge', () => {
  it('calls a genuine certificate in force valid, and names its issuer from the bundle', () => {
    expect(judge({ kind: 'cwt', cwt }, trust, now, verifyEd25519)).toEqual({
      verdict: 'valid',
      status: 'in-force',
      reasons: [],
      notes: [],
      record: { ...record, committee: null },
      kid: signer.kid,
    })
  })

  it('says 签名真实，现状未核 without a fresh status list, and still shows what was signed', () => {
    const bare = trustOf({ ...bundle, statusLists: new Map() }, verifyEd25519)
    const answer = judge({ kind: 'cwt', cwt }, bare, now, verifyEd25519)
    expect(answer).toMatchObject({ verdict: 'cannot-tell', status: 'unknown', record: { name: record.name } })
    expect(answer.reasons[0]).toMatchObject({ code: 'status-not-fresh' })
    expect(answer.reasons[0]?.message).toMatch(/^签名真实，现状未核/)
  })

  it('shows what was signed when revoked, but not the ground', () => {
    const revoked = trustOf({ ...bundle, statusLists: new Map([[listUri, statusList(1)]]) }, verifyEd25519)
    expect(judge({ kind: 'cwt', cwt }, revoked, now, verifyEd25519)).toMatchObject({
      verdict: 'not-valid',
      status: 'revoked',
      reasons: [{ code: 'revoked', message: '证书已撤销。' }],
      record: { number: record.number },
    })
  })

  it('shows nothing of what nobody trusted has signed', () => {
    const stranger = trustOf({ ...bundle, keys: [] }, verifyEd25519)
    expect(judge({ kind: 'cwt', cwt }, stranger, now, verifyEd25519)).toMatchObject({
      verdict: 'not-valid',
      reasons: [{ code: 'unknown-key' }],
      record: null,
      kid: null,
    })
  })
})

describe('judgeScanned', () => {
  it('names the other host also when what follows it is nothing of ours', () => {
    const { reasons } = judgeScanned(`https://evil.example/v/${code}#123`, trust, now, verifyEd25519)
    expect(reasons).toMatchObject([
      { code: 'other-host', message: expect.stringContaining('evil.example') as string },
    ])
    expect(judgeScanned(`${origin}/v/${code}#123`, trust, now, verifyEd25519).reasons[0]?.code).toBe(
      'malformed',
    )
  })

  it('takes a code printed with an address of ours that was given up', () => {
    const text = qrText(bundle.origins[1] ?? '', code, cwt)
    expect(judgeScanned(text, trust, now, verifyEd25519).verdict).toBe('valid')
  })

  it('names the other host', () => {
    const text = qrText('https://evil.example', code, cwt)
    const { reasons } = judgeScanned(text, trust, now, verifyEd25519)
    expect(reasons[0]?.code).toBe('other-host')
    expect(reasons[0]?.message).toContain('evil.example')
    expect(reasons[0]?.messageEn).toContain('evil.example')
  })

  it('cannot tell anything of a code alone', () => {
    expect(judgeScanned(`${origin}/v/${code}`, trust, now, verifyEd25519)).toMatchObject({
      verdict: 'cannot-tell',
      reasons: [{ code: 'code-only' }],
    })
  })
})

describe('reasons', () => {
  it.each(REASON_CODES)('%s is a whole sentence in both languages and has one verdict', (code) => {
    const { message, messageEn } = reasonOf(code, 'a.example')
    expect(message).toMatch(/^[\p{Script=Han}P][^{}]*。$/u)
    expect(messageEn).toMatch(/^[A-Z][^{}]*\.$/)
    expect(['not-valid', 'cannot-tell']).toContain(verdictFor(code))
  })

  it('not found is never not valid: genuine old paper must not look forged', () => {
    expect(verdictFor('not-found')).toBe('cannot-tell')
  })
})
