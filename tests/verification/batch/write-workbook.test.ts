import { describe, expect, it } from 'vitest'
import { readWorkbook } from '../../../src/spreadsheets/read-workbook.ts'
import { textOf } from '../../../src/spreadsheets/workbook.ts'
import { writeWorkbook } from '../../../src/verification/batch/write-workbook.ts'

const RED = { style: { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFC7CE' } } } } as const

const workbook = (rows: number) => ({
  sheets: [
    {
      name: '结果',
      rows: Array.from({ length: rows }, (_, i) => [i + 1, `张三${i}`, '无效']),
      cells: new Map(Array.from({ length: rows }, (_, i) => [`${i},2`, RED] as const)),
    },
    { name: '说明', rows: [['核验单位', '某中学']] },
  ],
})

describe('a workbook of thousands of rows', () => {
  it('is made in a thread, part by part, and is the one that would have been made here', async () => {
    const bytes = await writeWorkbook(workbook(1_234), 1_234)
    const { sheets } = await readWorkbook(bytes)
    expect(sheets).toEqual((await readWorkbook(await writeWorkbook(workbook(1_234), 1))).sheets)
    const [first, second] = sheets
    expect(first?.rows).toHaveLength(1_234)
    expect(first?.rows.at(-1)?.cells.map(textOf)).toEqual(['1234', '张三1233', '无效'])
    expect(second?.rows[0]?.cells.map(textOf)).toEqual(['核验单位', '某中学'])
  })

  it('that cannot be written is an error here, not the end of the process', async () => {
    const broken = {
      sheets: [{ name: '结果', rows: [[1]], cells: new Map([['0,0', { formula: () => 1 }]]) }],
    }
    await expect(writeWorkbook(broken as never, 5_000)).rejects.toThrow('could not be cloned')
  })
})
