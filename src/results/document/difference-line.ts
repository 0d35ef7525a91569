import type { Difference } from './compare-persons.ts'

/** One difference between a document and its list, for whoever has to settle it. */
export function differenceLine(difference: Difference): string {
  switch (difference.kind) {
    case 'missing':
      return `名单第 ${difference.position} 人${difference.name}（${difference.title}）：文件里没有`
    case 'stranger':
      return `${difference.name}（${difference.title}）：名单里没有`
    case 'other':
      return `名单第 ${difference.position} 人${difference.name}：${difference.field}名单为“${difference.inList}”，文件为“${difference.inDocument}”`
  }
}
