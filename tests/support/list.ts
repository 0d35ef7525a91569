import { writeXlsx } from 'hucre/xlsx'

/** A sound row of an approved list; tests change the cells they are about. The person is nobody. */
export const SOUND_ROW = {
  序号: '1',
  姓名: '韦娟',
  性别: '男',
  证件类型: '居民身份证',
  证件号码: '519901196004034197',
  工作单位: '昆明市第一人民医院',
  统一社会信用代码: '1253990169628225A0',
  申报系列: '中小学教师',
  申报专业: '数学',
  评审资格名称: '高级教师',
  级别: '副高级',
  取得方式: '评审',
  取得时间: '2023-11-12',
  评委会名称: '云南省中小学教师系列高级职称评审委员会',
  适用范围: '全省',
  备注: '',
} as const

export type ListRow = Partial<Record<keyof typeof SOUND_ROW, string>>

/** An approved list as a workbook, in the office's layout: two banner rows, the header, the rows. */
export function workbookOf(rows: readonly ListRow[]): Promise<Uint8Array> {
  const headers = Object.keys(SOUND_ROW)
  return writeXlsx({
    sheets: [
      {
        name: '通过人员',
        rows: [
          ['名单'],
          ['填报单位：某委员会'],
          headers,
          ...rows.map((row) => Object.values({ ...SOUND_ROW, ...row })),
        ],
      },
    ],
  })
}
