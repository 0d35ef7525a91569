import type { z } from 'zod'

/** Where in a request, and why it cannot be taken. */
export interface MemberReason {
  /** 'body.level', 'query.limit' */
  readonly at: string
  /** In Chinese; never repeats what was sent, which may be about a person. */
  readonly reason: string
}

const MOST_REASONS = 20

/** What zod found wrong in one part of a request, in the words of the person who must mend it. */
export const memberReasons = (part: string, error: z.ZodError, sent: unknown): readonly MemberReason[] =>
  error.issues.flatMap((issue) => reasonsOf(part, issue, sent)).slice(0, MOST_REASONS)

function reasonsOf(part: string, issue: z.core.$ZodIssue, sent: unknown): readonly MemberReason[] {
  const at = [part, ...issue.path.map(String)].join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ at: `${at}.${key.slice(0, 64)}`, reason: '不接受这一项' }))
  return [{ at, reason: isMissing(issue.path, sent) ? '缺少这一项' : reasonOf(issue) }]
}

function isMissing(path: readonly PropertyKey[], sent: unknown): boolean {
  let value = sent
  for (const name of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[name]
  return value === undefined
}

const KINDS: Readonly<Record<string, string>> = {
  string: '文本',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  object: '对象',
  record: '对象',
  array: '列表',
  null: 'null',
}

const UNITS: Readonly<Record<string, string>> = { string: ' 个字符', array: ' 项', set: ' 项' }

function reasonOf(issue: z.core.$ZodIssue): string {
  // A schema's own words, where it has any, say more than its kind of check.
  if (/[\u4e00-\u9fff]/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `应为${KINDS[issue.expected] ?? '另一种类型'}`
    case 'too_small':
      return `至少 ${issue.minimum}${UNITS[issue.origin] ?? ''}`
    case 'too_big':
      return `至多 ${issue.maximum}${UNITS[issue.origin] ?? ''}`
    case 'invalid_value':
      return `应为 ${issue.values.map(String).join('、')} 之一`
    case 'invalid_format':
      return '格式不对'
    case 'not_multiple_of':
      return `应为 ${issue.divisor} 的倍数`
    case 'custom':
    case 'unrecognized_keys':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
      return '不合要求'
  }
}
