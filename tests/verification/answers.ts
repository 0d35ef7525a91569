import { refusedStatement } from '../../src/credentials/statement.ts'
import { createHash } from 'node:crypto'
import type { VerifyingActs } from '../../src/verification/pages.tsx'
import { bundle } from '../credentials/fixtures.ts'
import { reasonOf } from '../../src/credentials/reason.ts'
import type { ShownCertificate, VerificationAnswer } from '../../src/verification/verification-answer.ts'
import type { Site } from '../../src/web/site.ts'

/** What pages are given to draw; no rule is played here. */
export const SITE: Site = {
  organisation: '云南省人力资源和社会保障厅',
  organisationEn: 'Yunnan Human Resources and Social Security Department',
  origin: 'https://rcps.example.gov.cn',
  fingerprint: createHash('sha256').update('a public key').digest('hex'),
  assets: {
    style: '/assets/s.css',
    deskStyle: '/assets/d.css',
    script: '/assets/p.js',
    job: '/assets/j.js',
    check: '/assets/c.js',
    scan: '/assets/q.js',
    decoder: '/assets/w.wasm',
    icon: '/assets/i.svg',
    touchIcon: '/assets/i180.png',
    icon192: '/assets/i192.png',
    icon512: '/assets/i512.png',
  },
}

export const CERTIFICATE: ShownCertificate = {
  number: '2023-ZG-000128-7',
  name: '李晓明',
  series: '工程技术',
  specialty: '建筑工程',
  title: '高级工程师',
  level: { code: '412', name: '副高级' },
  route: { code: 'review', name: '评审' },
  obtainedOn: '2023-11-12',
  committee: '云南省工程系列建筑专业高级职称评审委员会',
  document: '云人社职〔2023〕128号',
  scope: { kind: 'everywhere', text: null },
  issuer: { name: '云南省人力资源和社会保障厅', creditCode: '11530000015120342X' },
  issuedOn: '2024-01-05',
}

export const VALID: VerificationAnswer = {
  verdict: 'valid',
  status: 'in-force',
  since: null,
  asOf: null,
  reasons: [],
  notes: [],
  certificate: CERTIFICATE,
  pastTitle: null,
  coverage: null,
  ledger: { origin: 'rcps.example.gov.cn/ledger', index: 1284, size: 20_417 },
  signedBy: { kid: 'kP3x0bJ2cQ8', from: '2023-01-01', until: '2027-12-31' },
  checkedAt: '2026-11-21T00:30:00+08:00',
}

export const GRASSROOTS: VerificationAnswer = {
  ...VALID,
  certificate: { ...CERTIFICATE, name: '阿依古丽·买买提', scope: { kind: 'grassroots', text: '基层有效' } },
}

export const REVOKED: VerificationAnswer = {
  ...VALID,
  verdict: 'not-valid',
  status: 'revoked',
  reasons: [reasonOf('revoked')],
}

export const SUSPENDED: VerificationAnswer = {
  ...VALID,
  verdict: 'not-valid',
  status: 'suspended',
  reasons: [reasonOf('suspended')],
}

export const FORGED: VerificationAnswer = {
  ...VALID,
  verdict: 'not-valid',
  status: 'unknown',
  reasons: [reasonOf('signature')],
  certificate: null,
  ledger: null,
  signedBy: null,
}

/** Genuine, but nobody could say whether it still stands. */
export const STATUS_NOT_KNOWN: VerificationAnswer = {
  ...VALID,
  verdict: 'cannot-tell',
  status: 'unknown',
  reasons: [reasonOf('status-not-fresh')],
}

export const UNKNOWN: VerificationAnswer = {
  ...FORGED,
  verdict: 'cannot-tell',
  reasons: [reasonOf('not-found')],
}

/** Answers by verification code; every submission is answered by its number, credential or file length. */
export const ANSWERS: Readonly<Record<string, VerificationAnswer>> = {
  valid: VALID,
  grassroots: GRASSROOTS,
  rare: { ...VALID, certificate: { ...CERTIFICATE, name: '𪚥㛃' } },
  long: {
    ...VALID,
    certificate: {
      ...CERTIFICATE,
      name: '司马相如·'.repeat(10),
      title: '正高级工程师（享受教授、研究员同等有关待遇）',
      specialty: '高原山地城市轨道交通与地下空间综合开发利用工程',
      scope: {
        kind: 'targeted',
        text: '定向评价、定向使用：怒江州、迪庆州、会泽县、镇雄县、宁蒗县、澜沧县、屏边县、广南县',
      },
    },
  },
  revoked: REVOKED,
  suspended: SUSPENDED,
  forged: FORGED,
  superseded: { ...VALID, verdict: 'not-valid', status: 'superseded', reasons: [reasonOf('superseded')] },
  stale: STATUS_NOT_KNOWN,
}

export const ACTS: VerifyingActs = {
  verifyByCode: async (_ctx, code) => ANSWERS[code] ?? UNKNOWN,
  verifySubmitted: async (_ctx, submitted) =>
    ('number' in submitted && submitted.name === '李晓明' && ANSWERS[submitted.number]) || UNKNOWN,
  judgeStatement: async () => refusedStatement('not-found'),
  pageTrust: () => [
    {
      kid: '</script><script>alert(1)</script>',
      publicKey: '',
      from: '2023-01-01',
      until: null,
      state: 'active',
    },
  ],
  trustBundle: async () => bundle,
}

const NAMED = { text: '', integrity: 'sha384-AAAA' }
export const NAMED_FILES = { verifier: NAMED, verifierModule: NAMED }
