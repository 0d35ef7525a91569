import type { Cycle } from '../../cycles/cycle.ts'
import type { PublicityKind } from '../../policy/rule.ts'
import { PUBLICITY_NAMES } from './state.ts'

/** What a publication is called: 2023年度某某评审委员会结果公示. */
export const publicityTitle = ({ year, name }: Pick<Cycle, 'year' | 'name'>, kind: PublicityKind): string =>
  `${year}年度${name}${PUBLICITY_NAMES[kind]}`

/** The lines above the names in the published text. Days are not among them: a longer time changes no content. */
export const headingOf = (cycle: Pick<Cycle, 'year' | 'name'>, kind: PublicityKind): readonly string[] => [
  publicityTitle(cycle, kind),
  '序号\t姓名\t工作单位\t专业\t资格名称',
]
