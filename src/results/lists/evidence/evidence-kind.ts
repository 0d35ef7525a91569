/** The papers the notices name (云人社函〔2023〕38号 二; 昆人社通〔2023〕37号 二（三）、四; 洱人社〔2024〕27号 一). */
const KINDS = {
  'meeting-minutes': '会议记录',
  'draw-signatures': '抽取结果签字表',
  'result-signatures': '评审结果签字表',
  'commission-letter': '委托评审函',
  'recommendation-publicity': '推荐公示材料',
  'title-certificate': '原职称证书',
  'issuer-answer': '原发证机构的答复',
  supervision: '监督情况',
  'work-plan': '评审工作方案',
  other: '其他',
} as const

export type EvidenceKind = keyof typeof KINDS

export const EVIDENCE_KINDS = Object.keys(KINDS) as readonly EvidenceKind[]

export const evidenceKindName = (kind: EvidenceKind): string => KINDS[kind]

export const isEvidenceKind = (text: string): text is EvidenceKind => Object.hasOwn(KINDS, text)
