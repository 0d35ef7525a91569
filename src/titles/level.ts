// Bundled into pages: no node modules here.
import { compact } from '../spreadsheets/full-width.ts'

/** GB/T 12407-2008. 410 and 430 say neither full nor associate, assistant nor junior: history only. */
export type LevelCode = '410' | '411' | '412' | '420' | '430' | '434' | '435'

const LEVELS: Readonly<Record<LevelCode, { readonly name: string; readonly nameEn: string }>> = {
  '410': { name: '高级', nameEn: 'Senior (unspecified)' },
  '411': { name: '正高级', nameEn: 'Full senior' },
  '412': { name: '副高级', nameEn: 'Associate senior' },
  '420': { name: '中级', nameEn: 'Intermediate' },
  '430': { name: '初级', nameEn: 'Junior (unspecified)' },
  '434': { name: '助理级', nameEn: 'Assistant' },
  '435': { name: '员级', nameEn: 'Junior technician' },
}

/** Every code, in the order of the standard. */
export const LEVEL_CODES = Object.keys(LEVELS) as readonly LevelCode[]

export const levelName = (code: LevelCode): string => LEVELS[code].name

export const levelNameEn = (code: LevelCode): string => LEVELS[code].nameEn

/** The exact Chinese names only, blanks and width aside; 高级 alone is 410. */
export function parseLevel(text: string): LevelCode | null {
  const name = compact(text)
  return LEVEL_CODES.find((code) => LEVELS[code].name === name) ?? null
}

/** False for 高级 and 初级, which a new certificate may not carry. */
export const isSpecified = (code: LevelCode): boolean => code !== '410' && code !== '430'
