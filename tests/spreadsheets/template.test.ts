import { readXlsx } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { APPROVED_LIST } from '../../src/results/lists/approved-columns.ts'
import { templateOf } from '../../src/spreadsheets/template.ts'

describe('a template', () => {
  it('keeps its columns as text, its header in sight, and offers what may be chosen', async () => {
    const [list] = (await readXlsx(await templateOf(APPROVED_LIST), { readStyles: true })).sheets
    expect(list!.rows[0]).toEqual(APPROVED_LIST.columns.map(({ header }) => header))
    expect(list!.freezePane).toMatchObject({ rows: 1 })
    for (const place of ['1,4', '3000,4', '3000,6', '3000,12'])
      expect(list!.cells!.get(place)?.style?.numFmt).toBe('@')
    expect(list!.dataValidations!.map(({ range, values }) => [range, values])).toEqual([
      ['C2:C3001', ['男', '女']],
      ['D2:D3001', expect.arrayContaining(['居民身份证', '护照'])],
      ['K2:K3001', ['正高级', '副高级', '中级', '助理级', '员级']],
      ['L2:L3001', expect.arrayContaining(['评审', '考核认定', '资格确认'])],
    ])
  })
})
