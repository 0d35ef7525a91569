import type { CertificateRecord } from '../../src/credentials/record.ts'
import { statusUri } from '../../src/credentials/record.ts'
import { signStatusList } from '../../src/credentials/sign-status-list.ts'
import type { TrustBundle } from '../../src/credentials/trust-bundle.ts'
import type { TrustedKey } from '../../src/credentials/trusted-key.ts'
import { signCheckpoint } from '../../src/ledger/checkpoint.ts'
import { ed25519Signer } from '../../src/signing/ed25519.ts'
import { encodeVkey, noteKey } from '../../src/signing/note.ts'

/** Test keys only: seeds 00…1f, 20…3f and so on. */
export const testSigner = (first: number) =>
  ed25519Signer(Uint8Array.from({ length: 32 }, (_, i) => first + i))

export const signer = testSigner(0)
export const retiredSigner = testSigner(0x20)
export const compromisedSigner = testSigner(0x40)
/** In nobody's trust bundle. */
export const attacker = testSigner(0x60)

const trusted = (of: typeof signer, key: Omit<TrustedKey, 'kid' | 'publicKey'>): TrustedKey => ({
  kid: of.kid,
  publicKey: of.publicKey,
  ...key,
})

export const key = trusted(signer, { from: '2023-01-01', until: '2025-12-31', state: 'active' })
export const retiredKey = trusted(retiredSigner, {
  from: '2022-01-01',
  until: '2022-12-31',
  state: 'retired',
})
export const compromisedKey = trusted(compromisedSigner, {
  from: '2023-01-01',
  until: '2023-12-31',
  state: 'compromised',
})
export const keys = new Map([key, retiredKey, compromisedKey].map((key) => [key.kid, key]))

export const origin = 'https://zc.yn-rsj.example'
export const now = new Date('2023-12-05T10:00:00+08:00')
export const code = 'q83vEjRWeJCrze8SNFZ4kA'
export const issuer = { name: '云南省人力资源和社会保障厅', creditCode: '11530000015102351W' }
export const salts = {
  name: Uint8Array.from({ length: 16 }, (_, i) => 0x80 + i),
  number: Uint8Array.from({ length: 16 }, (_, i) => 0x90 + i),
}

/** A row as offices send it. */
export const record: CertificateRecord = {
  number: 'YN2023000012A',
  name: '阿卜杜拉·买买提',
  series: '工程技术',
  specialty: '建筑工程',
  title: '高级工程师',
  level: '412',
  route: 'review',
  obtainedOn: '2023-11-12',
  committee: '云南省工程技术系列高级职称评审委员会',
  document: '云人社发〔2023〕38号',
  scope: { kind: 'everywhere' },
  issuer,
  issuedOn: '2023-12-01',
  status: { list: 1, index: 77_777 },
}

/** Fifty characters, half of them outside the basic plane. */
export const longNameRecord: CertificateRecord = { ...record, name: '𬱖'.repeat(25) + '买'.repeat(25) }

/** Everything long at once. */
export const longestRecord: CertificateRecord = {
  ...longNameRecord,
  number: 'YN-KM-GXGC-2023-000012A',
  series: '少数民族语言文字',
  specialty: '水利水电工程建设与运行管理',
  title: '正高级实习指导教师',
  level: '411',
  route: 'confirmation',
  document: '云人社职称〔2023〕第1138号',
  scope: { kind: 'targeted', places: ['贡山独龙族怒族自治县', '维西傈僳族自治县'] },
  status: { list: 1, index: 131_071 },
}

export const listUri = statusUri(origin, record.status.list)

/** A list of 2^17 places, `index` in the given state and all others valid. */
export function statusList(state: number, index = record.status.index): string {
  const statuses = new Uint8Array(131_072)
  statuses[index] = state
  return signStatusList(signer, listUri, statuses, listTimes)
}

export const listTimes = {
  issuedAt: new Date('2023-12-05T00:00:00+08:00'),
  expires: new Date('2023-12-06T00:00:00+08:00'),
  ttl: 3600,
}

/** The ledger's key: it signs checkpoints and, beside the certificate key, trust bundles. */
export const ledgerSigner = testSigner(0x80)
export const ledgerOrigin = 'zc.yn-rsj.example/ledger'
const vkey = encodeVkey(noteKey(ledgerOrigin, ledgerSigner.publicKey))
export const signers = { certificates: signer, ledger: ledgerSigner }

export const bundle: TrustBundle = {
  version: 4096,
  origin,
  origins: [origin, 'https://old.yn-rsj.example'],
  issuers: [issuer],
  keys: [...keys.values()],
  pdfRoots: [],
  pdfCompromised: [],
  ledger: { origin: ledgerOrigin, vkey },
  checkpoint: signCheckpoint({ origin: ledgerOrigin, size: 4096n, root: new Uint8Array(32) }, ledgerSigner),
  statusLists: new Map([[listUri, statusList(0)]]),
  made: '2023-12-05T00:00:00+08:00',
}
