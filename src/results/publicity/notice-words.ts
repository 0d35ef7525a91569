import { chineseDay } from '../../calendar/day.ts'
import type { Publication } from './find-publication.ts'
import type { PublicFrame } from './read-public.ts'
import { PUBLICITY_NAMES } from './state.ts'

/** What the notice says above the names, paragraph by paragraph. */
export function noticeWords(publication: Publication, frame: PublicFrame): readonly string[] {
  const whom = publication.kind === 'result' ? '评审通过人员' : '拟提交评审人员'
  const least = publication.leastDays === null ? '' : `（不少于 ${publication.leastDays} 个工作日，首日不计）`
  return [
    `按照职称评审${PUBLICITY_NAMES[publication.kind]}的规定，现将${frame.cycle.year}年度${frame.cycle.name}${whom}名单（共 ${publication.rowCount} 人）予以公示。`,
    `公示期为${chineseDay(publication.opensOn)}至${chineseDay(publication.closesOn)}${least}。公示期内，任何单位和个人对公示人员有异议的，可向${frame.office}提出，也可扫描二维码提出。`,
  ]
}
