import { says, type PlacePolicy } from '../place-policy.ts'

const RESULT = '由各职称评审委员会组建单位在其门户网站或相关信息平台对评审结果进行公示，公示期不少于5个工作日'
const AFTER =
  '经公示无异议的评审通过人员，按我省职称评审管理规定，由评审委员会组建单位报省人力资源和社会保障厅备案'

export const yunnan2020: PlacePolicy = {
  id: 'yunnan-2020',
  division: '530000',
  name: '云南省',
  nameEn: 'Yunnan Province',
  year: 2020,
  kind: 'annual',
  above: 'national-2019',
  calendar: 'national',
  covers: ['senior'],
  notice: {
    title: '云南省人力资源和社会保障厅关于做好2020年度全省深化职称制度改革及高级职称评审工作的通知',
    number: null,
    issuer: '云南省人力资源和社会保障厅',
    issuedOn: '2020-07-01',
    text: 'full',
  },
  notHeld: ['《云南省人力资源和社会保障厅关于印发2019年高级专业技术职称评审计划的通知》'],
  rules: {
    steps: says(['result-publicity', 'post-meeting-filing'], '三（二）', AFTER, {
      note: '其他要求和程序按2019年通知执行，该通知未收录。',
    }),
    publicityKinds: says(['result'], '三（二）', RESULT),
    resultPublicity: says(5, '三（二）', RESULT),
    publicityPlaces: says('结果公示：组建单位的门户网站或相关信息平台', '三（二）', RESULT),
    outsideThePlan: says(
      '自主评审单位不纳入年度计划，自主开展评审',
      '三（一）',
      '今后不再纳入年度评审工作计划，由各单位根据评审权下放工作要求，结合各自实际自主开展评审工作',
    ),
    restrictedScopes: says(
      [
        '定向评价、定向使用：怒江州、迪庆州、会泽县、镇雄县、宁蒗县、澜沧县、屏边县、广南县',
        '基层有效的副高级',
      ],
      '二（一）',
      '在怒江、迪庆州和曲靖市会泽县、昭通市镇雄县、丽江市宁蒗县、普洱市澜沧县、红河州屏边县、文山州广南县等6个挂牌督战县实施高级职称“定向评价、定向使用”政策',
      {
        also: [
          {
            clause: '二（四）',
            text: '符合相应条件可由相应职称评审委员会考核认定为基层有效的副高级专业技术职称',
          },
        ],
      },
    ),
  },
}
