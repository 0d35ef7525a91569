/** The levels notices speak of: 高级 (正高级 and 副高级), 中级, 初级 (助理级 and 员级). */
export type LevelGroup = 'senior' | 'intermediate' | 'junior'

export const LEVEL_GROUPS: readonly LevelGroup[] = ['senior', 'intermediate', 'junior']

const NAMES: Readonly<Record<LevelGroup, readonly [zh: string, en: string]>> = {
  senior: ['高级', 'senior'],
  intermediate: ['中级', 'intermediate'],
  junior: ['初级', 'junior'],
}

export const levelGroupName = (group: LevelGroup): string => NAMES[group][0]

export const levelGroupNameEn = (group: LevelGroup): string => NAMES[group][1]

/** Reads 高级 or senior; null for anything else. */
export const parseLevelGroup = (text: string): LevelGroup | null =>
  LEVEL_GROUPS.find((group) => group === text || NAMES[group][0] === text) ?? null

/** The group of a GB/T 12407 code, 410–412, 420 or 430–435; null for any other. */
export function levelGroupOf(code: string): LevelGroup | null {
  if (/^41[012]$/.test(code)) return 'senior'
  if (code === '420') return 'intermediate'
  return /^43[045]$/.test(code) ? 'junior' : null
}
