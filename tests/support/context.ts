import { randomBytes } from 'node:crypto'
import { actorOf, type Context } from '../../src/platform/context.ts'
import { chance } from '../../src/platform/chance.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Database } from '../../src/platform/database.ts'
import { dayOf } from '../../src/calendar/day.ts'
import { fieldKeys } from '../../src/keys/field-keys.ts'
import { base64, base64url } from '../../src/signing/bytes.ts'
import { ed25519Signer } from '../../src/signing/ed25519.ts'
import { makePdfIdentity } from '../../src/keys/pdf-identity.ts'
import type { Keyring } from '../../src/signing/keyring.ts'

const identity = await makePdfIdentity({
  organisation: '云南省人力资源和社会保障厅',
  from: '2026-01-01',
  until: '2028-12-31',
  random: chance(),
})

const certificates = ed25519Signer(new Uint8Array(32).fill(1))
const window = { from: '2026-01-01', until: '2028-12-31', state: 'active' } as const

/** Fixed Ed25519 seeds, so that vectors stay; the rest fresh for each file. */
const keyring: Keyring = {
  certificates,
  ledger: ed25519Signer(new Uint8Array(32).fill(2)),
  pdf: {
    kid: 'pdf',
    privateKey: identity.signerKey,
    certificate: identity.signerCertificate,
    chain: [identity.rootCertificate],
  },
  sessions: randomBytes(32),
  fields: fieldKeys(new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))),
  history: [
    {
      purpose: 'certificates',
      kid: certificates.kid,
      algorithm: 'EdDSA',
      ...window,
      publicKey: base64url(certificates.publicKey),
    },
    {
      purpose: 'pdf',
      kid: 'pdf',
      algorithm: 'ES256',
      ...window,
      certificates: [identity.signerCertificate, identity.rootCertificate].map(base64),
    },
  ],
}

/** Half past midnight in Beijing, when a UTC day is still yesterday. */
export const TEST_NOW = new Date('2026-11-20T16:30:00Z')

export const testContext = (database: Database, now: Date = TEST_NOW): Context => ({
  config: readConfig({
    PUBLIC_ORIGIN: 'https://rcps.example.gov.cn',
    LEDGER_ORIGIN: 'rcps.example.gov.cn/ledger',
  }),
  database,
  keyring,
  actor: actorOf('console', 'test'),
  now: () => now,
  today: () => dayOf(now),
  random: chance(),
})
