import type { FoundList } from './find-list.ts'
import type { ListStage } from './schema.ts'
import type { Standing } from './standing.ts'

export const CURRENT = '/desk/lists'

export const stageName = (stage: ListStage): string => (stage === 'candidates' ? '上会名单' : '评审通过名单')

const STANDINGS = {
  candidates: ['上会名单', ''],
  imported: ['已导入，未送审', 'wait'],
  'in-review': ['审核中', 'wait'],
  returned: ['已退回', 'bad'],
  broken: ['审批人岗位已收回，须重新送审', 'bad'],
  approved: ['已审核，待发文', 'good'],
  confirmed: ['已确认', 'good'],
  replaced: ['已由更正名单取代', ''],
} as const satisfies Record<Standing['kind'], readonly [string, string]>

/** Where a list stands, in a word. */
export const State = ({ standing }: { standing: Standing }) => {
  const [words, look] = STANDINGS[standing.kind]
  const missing = standing.kind === 'in-review' ? `，还差 ${standing.missing} 人` : ''
  return <span class={`state ${look}`}>{words + missing}</span>
}

/** What has to happen next, in a few words. */
export function nextStep({ cycleId }: FoundList, { kind }: Standing): string {
  switch (kind) {
    case 'candidates':
      return '公示、备案后上会'
    case 'imported':
      return '送审'
    case 'in-review':
      return '等待审核'
    case 'returned':
    case 'broken':
      return '更正或重新送审'
    case 'approved':
      return cycleId === null ? '登记任职资格文件' : '公示、备案、发文'
    case 'confirmed':
      return '签发证书'
    case 'replaced':
      return '—'
  }
}
