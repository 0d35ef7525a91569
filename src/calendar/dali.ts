import type { Announced } from './calendar.ts'

/**
 * 大理白族自治州: its own holidays beside the national ones (全国年节及纪念日放假办法 Art. 4), 三月街 in the third lunar
 * month and 州庆 on 22 November. We hold reprints of the prefecture's notices, and not of every year.
 */
export const DALI: Announced = {
  name: '大理白族自治州',
  known: [
    { from: '2018-01-01', through: '2018-12-31' },
    // What we hold of the notice for 2023 ends before 州庆.
    { from: '2023-01-01', through: '2023-10-31' },
  ],
  holidays: [
    // 大理州人民政府办公室关于2018年部分节假日安排的通知; reprint: cq.3158.cn/info/20180425/n425196111853138.html
    { name: '三月街民族节、劳动节', from: '2018-04-29', through: '2018-05-02', worked: ['2018-04-28'] },
    { name: '自治州成立纪念日', from: '2018-11-22', through: '2018-11-26' },
    // 大理州人民政府办公室关于2023年部分节假日安排的通知; reprint: www.cangchou.com/159606.html
    { name: '三月街民族节', from: '2023-05-04', through: '2023-05-06' },
  ],
}
