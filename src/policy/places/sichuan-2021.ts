import { LEVEL_GROUPS } from '../level-group.ts'
import { says, type PlacePolicy } from '../place-policy.ts'

/** Known from a report of 2021-03-16 only: dates and levels as noted there, nothing else of the notice. */
export const sichuan2021: PlacePolicy = {
  id: 'sichuan-2021',
  division: '510000',
  name: '四川省',
  nameEn: 'Sichuan Province',
  year: 2021,
  kind: 'annual',
  above: 'national-2019',
  calendar: 'national',
  covers: LEVEL_GROUPS,
  notice: {
    title: '四川省历年职称信息归集（2021年报道摘记）',
    number: null,
    issuer: '四川省人力资源和社会保障厅',
    issuedOn: null,
    text: 'digest',
  },
  notHeld: ['归集工作的通知原文（只有2021年3月16日报道的摘记）'],
  rules: {
    collection: says(
      {
        by: '2022-06-30',
        routes: ['review', 'assessment', 'confirmation'],
        checkedBy: ['reporting', 'receiving'],
        cells: [
          { fromYear: 2010, throughYear: 2020, levels: ['senior'], by: '2021-03-31' },
          { fromYear: 2010, throughYear: 2020, levels: ['intermediate'], by: '2021-09-30' },
          { fromYear: 2010, throughYear: 2020, levels: ['junior'], by: '2021-12-31' },
          { fromYear: null, throughYear: 2009, levels: LEVEL_GROUPS },
        ],
      },
      '据2021年3月16日报道摘记',
      '2010年1月1日以来的高级职称2021年3月31日前、中级职称2021年9月30日前、初级职称2021年12月31日前，2009年12月31日以前的各级职称2022年6月前；评委会上传，发证单位比对核实，逐级报省',
      {
        note: '摘记不是原文。截止年份未见写明，按2020年计；“6月前”按6月30日计；取得方式未见写明，按评审、考核认定、资格确认计。',
      },
    ),
  },
}
