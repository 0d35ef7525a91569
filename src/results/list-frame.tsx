import type { Viewer } from '../web/desk-page.tsx'
import type { Site } from '../web/site.ts'
import type { Standing } from './standing.ts'

/** What every page of lists is drawn in. */
export interface Frame {
  readonly site: Site
  readonly viewer: Viewer
}

export const CURRENT = '/desk/lists'

const STANDINGS = {
  imported: ['已导入，未送审', 'wait'],
  'in-review': ['审核中', 'wait'],
  returned: ['已退回', 'bad'],
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
