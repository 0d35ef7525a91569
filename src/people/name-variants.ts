import { matchingName } from './name.ts'

/**
 * Characters that registers write for one another in names: a variant or traditional form, then the usual one. Some are
 * both allowed in names (喆, 堃, 昇): so a find made by it is for a person to judge, and nobody is told by it.
 */
const PAIRS =
  '峯峰 喆哲 堃坤 昇升 陞升 甯宁 寗宁 寧宁 鑑鉴 鑒鉴 倣仿 啓启 啟启 祕秘 羣群 裏里 嶽岳 脩修 菓果 崑昆 崙仑 濬浚 叡睿 勗勖 炤照 煇辉 暉晖 輝辉 頴颖 穎颖 衞卫 衛卫 ' +
  '鎮镇 陳陈 張张 劉刘 楊杨 黃黄 趙赵 吳吴 孫孙 馬马 鄭郑 謝谢 許许 鄧邓 馮冯 蕭萧 葉叶 蘇苏 盧卢 蔣蒋 賈贾 韋韦 鄒邹 陸陆 龍龙 萬万 顧顾 龔龚 嚴严 賴赖 譚谭 範范 ' +
  '錢钱 湯汤 齊齐 龐庞 顏颜 莊庄 聶聂 魯鲁 國国 華华 紅红 偉伟 麗丽 軍军 傑杰 強强 靜静 蘭兰 鳳凤 雲云 東东 風风 慶庆 義义 樹树 學学 曉晓 飛飞 鵬鹏 瑩莹 嬌娇 鳴鸣 ' +
  '鋒锋 銳锐 鋼钢 鈞钧 鐵铁 銘铭 綱纲 維维 紹绍 緒绪 績绩 經经 純纯 結结 澤泽 潔洁 濤涛 淵渊 瀾澜 灝灏 滙汇 榮荣 業业 棟栋 權权 樓楼 歐欧 禮礼 禎祯 祿禄 竇窦 筆笔 ' +
  '簡简 賢贤 贊赞 賓宾 貴贵 遠远 邁迈 達达 運运 進进 連连'

const USUAL = new Map(PAIRS.split(' ').map(([variant = '', usual = '']) => [variant, usual] as const))

/** For finding candidates only, never for saying who somebody is: variants, compatibility forms and interpuncts folded. */
export const candidateName = (name: string): string =>
  Array.from(
    matchingName(name.normalize('NFKC')).replaceAll('·', ''),
    (char) => USUAL.get(char) ?? char,
  ).join('')
