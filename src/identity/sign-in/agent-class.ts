const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/, '微信'],
  [/DingTalk/, '钉钉'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/OpenHarmony|HarmonyOS/, '鸿蒙'],
  [/Android/, '安卓'],
  [/iPhone|iPad/, '苹果手机或平板'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux|UOS|Kylin/, 'Linux'],
]

/** Enough to know one's own machine by, too little to tell people apart. */
export function agentClass(userAgent: string | undefined): string {
  const text = (userAgent ?? '').slice(0, 400)
  const named = (list: typeof BROWSERS) => list.find(([pattern]) => pattern.test(text))?.[1]
  return [named(BROWSERS) ?? '其他程序', named(SYSTEMS)].filter(Boolean).join(' · ')
}
