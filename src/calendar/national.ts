import type { Announced, Holiday } from './calendar.ts'

interface YearOfHolidays {
  /** The year the papers speak of; its first holiday may begin in the December before. */
  readonly year: number
  /** The State Council's notices, as published. */
  readonly papers: readonly string[]
  readonly holidays: readonly Holiday[]
}

/** 国务院办公厅关于部分节假日安排的通知, year by year; 2020 as changed on 2020-01-27, 2019 on 2019-03-22. */
export const NATIONAL_YEARS: readonly YearOfHolidays[] = [
  {
    year: 2018,
    papers: ['http://www.gov.cn/zhengce/zhengceku/2017-11/30/content_5243579.htm'],
    holidays: [
      { name: '元旦', from: '2018-01-01', through: '2018-01-01' },
      { name: '春节', from: '2018-02-15', through: '2018-02-21', worked: ['2018-02-11', '2018-02-24'] },
      { name: '清明节', from: '2018-04-05', through: '2018-04-07', worked: ['2018-04-08'] },
      { name: '劳动节', from: '2018-04-29', through: '2018-05-01', worked: ['2018-04-28'] },
      { name: '端午节', from: '2018-06-18', through: '2018-06-18' },
      { name: '中秋节', from: '2018-09-24', through: '2018-09-24' },
      { name: '国庆节', from: '2018-10-01', through: '2018-10-07', worked: ['2018-09-29', '2018-09-30'] },
    ],
  },
  {
    year: 2019,
    papers: [
      'http://www.gov.cn/zhengce/zhengceku/2018-12/06/content_5346276.htm',
      'http://www.gov.cn/zhengce/zhengceku/2019-03/22/content_5375877.htm',
    ],
    holidays: [
      { name: '元旦', from: '2018-12-30', through: '2019-01-01', worked: ['2018-12-29'] },
      { name: '春节', from: '2019-02-04', through: '2019-02-10', worked: ['2019-02-02', '2019-02-03'] },
      { name: '清明节', from: '2019-04-05', through: '2019-04-05' },
      { name: '劳动节', from: '2019-05-01', through: '2019-05-04', worked: ['2019-04-28', '2019-05-05'] },
      { name: '端午节', from: '2019-06-07', through: '2019-06-07' },
      { name: '中秋节', from: '2019-09-13', through: '2019-09-13' },
      { name: '国庆节', from: '2019-10-01', through: '2019-10-07', worked: ['2019-09-29', '2019-10-12'] },
    ],
  },
  {
    year: 2020,
    papers: [
      'http://www.gov.cn/zhengce/zhengceku/2019-11/21/content_5454164.htm',
      'http://www.gov.cn/zhengce/zhengceku/2020-01/27/content_5472352.htm',
    ],
    holidays: [
      { name: '元旦', from: '2020-01-01', through: '2020-01-01' },
      { name: '春节', from: '2020-01-24', through: '2020-02-02', worked: ['2020-01-19'] },
      { name: '清明节', from: '2020-04-04', through: '2020-04-06' },
      { name: '劳动节', from: '2020-05-01', through: '2020-05-05', worked: ['2020-04-26', '2020-05-09'] },
      { name: '端午节', from: '2020-06-25', through: '2020-06-27', worked: ['2020-06-28'] },
      {
        name: '国庆节、中秋节',
        from: '2020-10-01',
        through: '2020-10-08',
        worked: ['2020-09-27', '2020-10-10'],
      },
    ],
  },
  {
    year: 2021,
    papers: ['http://www.gov.cn/zhengce/zhengceku/2020-11/25/content_5564127.htm'],
    holidays: [
      { name: '元旦', from: '2021-01-01', through: '2021-01-03' },
      { name: '春节', from: '2021-02-11', through: '2021-02-17', worked: ['2021-02-07', '2021-02-20'] },
      { name: '清明节', from: '2021-04-03', through: '2021-04-05' },
      { name: '劳动节', from: '2021-05-01', through: '2021-05-05', worked: ['2021-04-25', '2021-05-08'] },
      { name: '端午节', from: '2021-06-12', through: '2021-06-14' },
      { name: '中秋节', from: '2021-09-19', through: '2021-09-21', worked: ['2021-09-18'] },
      { name: '国庆节', from: '2021-10-01', through: '2021-10-07', worked: ['2021-09-26', '2021-10-09'] },
    ],
  },
  {
    year: 2022,
    papers: ['http://www.gov.cn/zhengce/zhengceku/2021-10/25/content_5644835.htm'],
    holidays: [
      { name: '元旦', from: '2022-01-01', through: '2022-01-03' },
      { name: '春节', from: '2022-01-31', through: '2022-02-06', worked: ['2022-01-29', '2022-01-30'] },
      { name: '清明节', from: '2022-04-03', through: '2022-04-05', worked: ['2022-04-02'] },
      { name: '劳动节', from: '2022-04-30', through: '2022-05-04', worked: ['2022-04-24', '2022-05-07'] },
      { name: '端午节', from: '2022-06-03', through: '2022-06-05' },
      { name: '中秋节', from: '2022-09-10', through: '2022-09-12' },
      { name: '国庆节', from: '2022-10-01', through: '2022-10-07', worked: ['2022-10-08', '2022-10-09'] },
    ],
  },
  {
    year: 2023,
    papers: ['http://www.gov.cn/zhengce/zhengceku/2022-12/08/content_5730844.htm'],
    holidays: [
      { name: '元旦', from: '2022-12-31', through: '2023-01-02' },
      { name: '春节', from: '2023-01-21', through: '2023-01-27', worked: ['2023-01-28', '2023-01-29'] },
      { name: '清明节', from: '2023-04-05', through: '2023-04-05' },
      { name: '劳动节', from: '2023-04-29', through: '2023-05-03', worked: ['2023-04-23', '2023-05-06'] },
      { name: '端午节', from: '2023-06-22', through: '2023-06-24', worked: ['2023-06-25'] },
      {
        name: '中秋节、国庆节',
        from: '2023-09-29',
        through: '2023-10-06',
        worked: ['2023-10-07', '2023-10-08'],
      },
    ],
  },
  {
    year: 2024,
    papers: ['https://www.gov.cn/zhengce/zhengceku/202310/content_6911528.htm'],
    holidays: [
      { name: '元旦', from: '2024-01-01', through: '2024-01-01' },
      { name: '春节', from: '2024-02-10', through: '2024-02-17', worked: ['2024-02-04', '2024-02-18'] },
      { name: '清明节', from: '2024-04-04', through: '2024-04-06', worked: ['2024-04-07'] },
      { name: '劳动节', from: '2024-05-01', through: '2024-05-05', worked: ['2024-04-28', '2024-05-11'] },
      { name: '端午节', from: '2024-06-10', through: '2024-06-10' },
      { name: '中秋节', from: '2024-09-15', through: '2024-09-17', worked: ['2024-09-14'] },
      { name: '国庆节', from: '2024-10-01', through: '2024-10-07', worked: ['2024-09-29', '2024-10-12'] },
    ],
  },
  {
    year: 2025,
    papers: ['https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm'],
    holidays: [
      { name: '元旦', from: '2025-01-01', through: '2025-01-01' },
      { name: '春节', from: '2025-01-28', through: '2025-02-04', worked: ['2025-01-26', '2025-02-08'] },
      { name: '清明节', from: '2025-04-04', through: '2025-04-06' },
      { name: '劳动节', from: '2025-05-01', through: '2025-05-05', worked: ['2025-04-27'] },
      { name: '端午节', from: '2025-05-31', through: '2025-06-02' },
      {
        name: '国庆节、中秋节',
        from: '2025-10-01',
        through: '2025-10-08',
        worked: ['2025-09-28', '2025-10-11'],
      },
    ],
  },
  {
    year: 2026,
    papers: ['https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm'],
    holidays: [
      { name: '元旦', from: '2026-01-01', through: '2026-01-03', worked: ['2026-01-04'] },
      { name: '春节', from: '2026-02-15', through: '2026-02-23', worked: ['2026-02-14', '2026-02-28'] },
      { name: '清明节', from: '2026-04-04', through: '2026-04-06' },
      { name: '劳动节', from: '2026-05-01', through: '2026-05-05', worked: ['2026-05-09'] },
      { name: '端午节', from: '2026-06-19', through: '2026-06-21' },
      { name: '中秋节', from: '2026-09-25', through: '2026-09-27' },
      { name: '国庆节', from: '2026-10-01', through: '2026-10-07', worked: ['2026-09-20', '2026-10-10'] },
    ],
  },
]

/** The whole country. Add a year only from its paper: the next one appears in the autumn before. */
export const NATIONAL: Announced = {
  name: '全国',
  known: [{ from: '2018-01-01', through: '2026-12-31' }],
  holidays: NATIONAL_YEARS.flatMap(({ holidays }) => holidays),
}
