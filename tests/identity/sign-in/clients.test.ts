import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { SignJWT, type JWTPayload } from 'jose'
import { describe, expect, it } from 'vitest'
import { authenticate } from '../../../src/identity/sign-in/authenticate.ts'
import { readClientKey } from '../../../src/identity/sign-in/client-key.ts'
import { exchangeAssertion } from '../../../src/identity/sign-in/exchange-assertion.ts'
import { closeClient, registerClient } from '../../../src/identity/sign-in/register-client.ts'
import { apiClients, sessions } from '../../../src/identity/sign-in/schema.ts'
import type { Context } from '../../../src/platform/context.ts'
import { base64url, utf8 } from '../../../src/signing/bytes.ts'
import { signJws } from '../../../src/signing/jws.ts'
import { databaseTest } from '../../support/database.ts'
import { door } from './door.ts'

const AUDIENCE = 'https://rcps.example.gov.cn/api/v1/token'
const REFUSED = { code: 'identity/assertion-refused' }

const ed25519 = generateKeyPairSync('ed25519')
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwkOf = (key: KeyObject) => ({ ...key.export({ format: 'jwk' }) })

async function registered(database: Context['database'], key = ed25519) {
  const desk = await door(database)
  const { clientId } = await registerClient(desk.console, {
    name: '昆明市人才服务系统',
    officeId: desk.office.id,
    jwk: jwkOf(key.publicKey),
  })
  const seconds = () => Math.floor(desk.now().getTime() / 1000)
  let serial = 0
  const claims = (): JWTPayload => ({
    iss: clientId,
    sub: clientId,
    aud: AUDIENCE,
    exp: seconds() + 120,
    iat: seconds(),
    jti: `assertion-${++serial}`,
  })
  const signed = (payload: Partial<JWTPayload> = {}, header: object = {}) =>
    new SignJWT({ ...claims(), ...payload })
      .setProtectedHeader({ alg: key === ed25519 ? 'EdDSA' : 'ES256', typ: 'JWT', ...header })
      .sign(key.privateKey)
  const exchange = (assertion: string) => exchangeAssertion(desk.ctx, { assertion })
  return { ...desk, clientId, seconds, claims, signed, exchange }
}

/** A token of any header and payload, with any signature. */
const forged = (header: object, payload: object, sign: (text: string) => Uint8Array) => {
  const text = [header, payload].map((part) => base64url(utf8(JSON.stringify(part)))).join('.')
  return `${text}.${base64url(sign(text))}`
}

describe('an assertion', () => {
  databaseTest.for([
    ['Ed25519', ed25519],
    ['P-256', p256],
  ] as const)('signed with %s is a token for ten minutes', async ([, key], { database }) => {
    const { ctx, clientId, signed, exchange, pass } = await registered(database, key)
    const { token, sessionId } = await exchange(await signed())
    const who = () => authenticate(ctx, database.read, { bearer: token })
    expect(await who()).toEqual({
      kind: 'client',
      name: `client:${clientId}`,
      personId: null,
      accountId: clientId,
      sessionId,
      purpose: null,
    })
    expect(await authenticate(ctx, database.read, { cookie: token })).toBeNull()
    pass(599)
    expect(await who()).not.toBeNull()
    pass(1)
    expect(await who()).toBeNull()
  })

  databaseTest('is taken once, also after the clock has gone back', async ({ database }) => {
    const { signed, exchange, pass } = await registered(database)
    const assertion = await signed()
    await exchange(assertion)
    await expect(exchange(assertion)).rejects.toMatchObject({ ...REFUSED, facts: { reason: 'spent' } })
    pass(-100)
    await expect(exchange(assertion)).rejects.toMatchObject(REFUSED)
  })

  databaseTest('lives no longer when the clock goes back', async ({ database }) => {
    const { signed, exchange, pass, enrolled, tryIn } = await registered(database)
    await enrolled('yang.xy', ['applicant'])
    const kept = await signed()
    pass(121)
    await tryIn('yang.xy')
    pass(-100)
    await expect(exchange(kept)).rejects.toMatchObject({ ...REFUSED, facts: { reason: 'time' } })
  })

  databaseTest(
    'is refused for every claim that is not exactly so, and leaves no session',
    async ({ database }) => {
      const { signed, exchange, seconds, clientId } = await registered(database)
      const wrong: readonly (readonly [string, Partial<JWTPayload>, string])[] = [
        ['an origin for an audience', { aud: 'https://rcps.example.gov.cn' }, 'audience'],
        ['a slash too many', { aud: `${AUDIENCE}/` }, 'audience'],
        ['another host', { aud: 'https://evil.example/api/v1/token' }, 'audience'],
        ['a list with ours in it', { aud: [AUDIENCE, 'https://evil.example'] }, 'audience'],
        ['a list of ours alone', { aud: [AUDIENCE] }, 'audience'],
        ['the end past', { exp: seconds() }, 'time'],
        ['an end beyond five minutes', { exp: seconds() + 301 }, 'time'],
        ['made in the future', { iat: seconds() + 61 }, 'time'],
        ['not valid yet', { nbf: seconds() + 60 }, 'time'],
        ['no jti', { jti: undefined as never }, 'claims'],
        ['an empty jti', { jti: '' }, 'claims'],
        ['a jti of a book', { jti: 'x'.repeat(129) }, 'claims'],
        ['no end', { exp: undefined as never }, 'claims'],
        ['another subject', { sub: 'somebody' }, 'claims'],
        ['a jti the database cannot hold', { jti: 'assertion-\0' }, 'claims'],
        ['a client the database cannot hold', { iss: '\0', sub: '\0' }, 'claims'],
        ['an unknown client', { iss: 'A'.repeat(22), sub: 'A'.repeat(22) }, 'client'],
      ]
      for (const [what, payload, reason] of wrong)
        await expect(exchange(await signed(payload)), what).rejects.toMatchObject({
          ...REFUSED,
          facts: { reason },
        })
      expect(await database.read.select().from(sessions)).toEqual([])
      expect(clientId).toHaveLength(22)
    },
  )

  databaseTest('never brings its own key, algorithm or type', async ({ database }) => {
    const { signed, exchange, claims, clientId } = await registered(database)
    const attacker = generateKeyPairSync('ed25519')
    const raw = Buffer.from(String(jwkOf(ed25519.publicKey).x), 'base64url')
    const secrets = [
      raw,
      ed25519.publicKey.export({ format: 'der', type: 'spki' }),
      Buffer.from(ed25519.publicKey.export({ format: 'pem', type: 'spki' })),
      Buffer.from(JSON.stringify(jwkOf(ed25519.publicKey))),
      Buffer.from(JSON.stringify({ keys: [jwkOf(ed25519.publicKey)] })),
    ]
    for (const secret of secrets)
      await expect(
        exchange(
          forged({ alg: 'HS256', typ: 'JWT' }, claims(), (text) =>
            createHmac('sha256', secret).update(text).digest(),
          ),
        ),
      ).rejects.toMatchObject({ ...REFUSED, facts: { reason: 'header' } })
    for (const alg of ['none', 'None', 'nOnE', '', 'RS256', 'PS256', 'ES384'])
      for (const length of [0, 64])
        await expect(
          exchange(forged({ alg, typ: 'JWT' }, claims(), () => new Uint8Array(length))),
        ).rejects.toMatchObject(REFUSED)
    for (const header of [
      { jwk: jwkOf(attacker.publicKey) },
      { jku: 'https://evil.example/jwks.json' },
      { x5u: 'https://evil.example/cert' },
      { typ: 'dc+sd-jwt' },
      { typ: 'statuslist+jwt' },
      { typ: undefined as never },
    ])
      await expect(exchange(await signed({}, header))).rejects.toMatchObject({
        ...REFUSED,
        facts: { reason: 'header' },
      })
    const byAttacker = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: clientId })
      .sign(attacker.privateKey)
    await expect(exchange(byAttacker)).rejects.toMatchObject({ ...REFUSED, facts: { reason: 'client' } })
    const es256 = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
      .sign(p256.privateKey)
    await expect(exchange(es256)).rejects.toMatchObject(REFUSED)
    await exchange(await signed({}, { kid: 'whatever' }))
  })

  databaseTest('is not what we sign ourselves, nor a session’s token, nor nonsense', async ({ database }) => {
    const { console, exchange, claims, enrolled, signed } = await registered(database)
    const { token } = await enrolled('yang.xy', ['applicant'])
    const good = await signed()
    const [header, payload, signature] = good.split('.')
    for (const assertion of [
      token,
      signJws(console.keyring.certificates, 'dc+sd-jwt', claims()),
      signJws(console.keyring.certificates, 'statuslist+jwt', claims()),
      signJws(console.keyring.certificates, 'JWT', claims()),
      '',
      '..',
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `${good}.${signature}`,
      `${good}=`,
      `${header}.${base64url(utf8('{"iss":'))}.${signature}`,
      'x'.repeat(1_000_000),
    ])
      await expect(exchange(assertion)).rejects.toMatchObject(REFUSED)
    await exchange(good)
  })

  databaseTest('of a closed client is worth nothing, and its tokens end', async ({ database }) => {
    const { ctx, console, clientId, signed, exchange } = await registered(database)
    const { token } = await exchange(await signed())
    await closeClient(console, { clientId })
    expect(await authenticate(ctx, database.read, { bearer: token })).toBeNull()
    await expect(exchange(await signed())).rejects.toMatchObject({ ...REFUSED, facts: { reason: 'client' } })
    await expect(closeClient(console, { clientId })).rejects.toMatchObject({ code: 'identity/client-closed' })
  })
})

describe('a client’s key', () => {
  const good = jwkOf(ed25519.publicKey)
  const onCurve = jwkOf(p256.publicKey)
  const zeros = base64url(new Uint8Array(32))

  it('is kept without anything beside it', () => {
    expect(readClientKey({ ...good, kid: 'mine', use: 'sig', alg: 'EdDSA' })).toEqual(good)
    expect(readClientKey(onCurve)).toEqual(onCurve)
  })

  it.each([
    ['a private Ed25519 key', jwkOf(ed25519.privateKey), 'private-key'],
    ['a private P-256 key', jwkOf(p256.privateKey), 'private-key'],
    ['a symmetric key', { kty: 'oct', k: 'AAAA' }, 'private-key'],
    ['an RSA key', jwkOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey), 'unknown-member'],
    ['another curve', jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey), 'unknown-kind'],
    ['a key agreement key', jwkOf(generateKeyPairSync('x25519').publicKey), 'unknown-kind'],
    ['a key for encrypting', { ...good, use: 'enc' }, 'unknown-kind'],
    ['an address of keys', { ...good, x5u: 'https://evil.example' }, 'unknown-member'],
    [
      'the neutral element',
      { ...good, x: base64url(Uint8Array.of(1, ...new Uint8Array(31))) },
      'small-order',
    ],
    ['another point of small order', { ...good, x: zeros }, 'small-order'],
    ['a point off the curve', { ...onCurve, y: zeros }, 'not-a-point'],
    ['31 bytes', { ...good, x: base64url(new Uint8Array(31)) }, 'not-a-point'],
    ['a second spelling', { ...good, x: `${String(good.x)}=` }, 'not-a-point'],
    ['a number for a coordinate', { ...good, x: 1 }, 'not-a-point'],
    ['nothing', {}, 'unknown-kind'],
  ])('%s is refused', (_, jwk, fault) => expect(readClientKey(jwk)).toBe(fault))

  databaseTest('that is refused leaves no client', async ({ database }) => {
    const { console, office } = await door(database)
    const input = { name: '系统', officeId: office.id, jwk: jwkOf(ed25519.privateKey) }
    await expect(registerClient(console, input)).rejects.toMatchObject({
      code: 'identity/client-key-private-key',
    })
    await expect(registerClient(console, { ...input, jwk: good, name: '\u202E' })).rejects.toMatchObject({
      code: 'identity/bad-client-name',
    })
    expect(await database.read.select().from(apiClients)).toEqual([])
  })
})
