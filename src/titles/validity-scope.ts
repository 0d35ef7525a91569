// Bundled into pages: no node modules here.
import { compact } from '../spreadsheets/full-width.ts'

/** Where a title is good: everywhere, at grass-roots units only, or only in the places it was meant for. */
export type ValidityScope =
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'grassroots' }
  | { readonly kind: 'targeted'; readonly places: readonly string[] }

const EVERYWHERE = new Set(['', '全省', '全国', '全省有效', '全国有效'])
const GRASSROOTS = new Set(['基层有效', '基层'])

/**
 * 全省, 全国 and an empty cell are everywhere; 基层有效 is grass-roots; 定向… must name its places, as in
 * 定向评价、定向使用（怒江州、迪庆州）. Anything else is null: a restriction is never guessed away.
 */
export function parseScope(text: string): ValidityScope | null {
  const word = compact(text)
  if (EVERYWHERE.has(word)) return { kind: 'everywhere' }
  if (GRASSROOTS.has(word)) return { kind: 'grassroots' }
  if (!word.includes('定向')) return null
  const places = word
    .replace(/定向(评价|使用|有效)?/g, '、')
    .split(/[、,;:()〔〕[\]]+/)
    .filter((place) => place !== '')
  if (places.length === 0 || !places.every((place) => /^\p{Script=Han}{2,20}$/u.test(place))) return null
  return { kind: 'targeted', places: [...new Set(places)] }
}

/** The line a certificate and a verdict print beside the title; null when nothing restricts it. */
export function scopeLine(scope: ValidityScope): string | null {
  if (scope.kind === 'everywhere') return null
  return scope.kind === 'grassroots' ? '基层有效' : `定向评价、定向使用：${scope.places.join('、')}`
}

export function scopeLineEn(scope: ValidityScope): string | null {
  if (scope.kind === 'everywhere') return null
  return scope.kind === 'grassroots'
    ? 'Valid at grass-roots units only'
    : `Valid only in: ${scope.places.join(', ')}`
}
