import { LEVEL_GROUPS, type LevelGroup } from './level-group.ts'
import type { LocalAnswer } from './policy-of.ts'
import { policyTable } from './policy-table.ts'
import { localAnswerText } from './policy-text.ts'

/** For programs: one object a line of the table; refuses an unknown place. */
export function policyJson(place: string, level: LevelGroup | null, answers: readonly LocalAnswer[]) {
  const lines = policyTable(place, level, answers).flatMap((section) => section.lines)
  return {
    place,
    rules: lines.map(({ rule, levels, answer, words }) => ({
      rule,
      levels: levels.length > 0 ? levels : level === null ? LEVEL_GROUPS : [level],
      ...(answer.kind === 'stated'
        ? {
            stated: true,
            value: answer.value,
            text: words?.zh ?? '',
            policy: answer.policy.id,
            notice: answer.policy.notice.number,
            quotes: answer.quotes,
            note: answer.note ?? null,
          }
        : answer.kind === 'answered'
          ? {
              stated: false,
              value: answer.value,
              text: words?.zh ?? '',
              localAnswer: localAnswerText(answer).zh,
            }
          : { stated: false, text: '未规定', question: answer.question.zh }),
    })),
  }
}
