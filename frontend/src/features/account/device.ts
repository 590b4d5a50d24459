/** A short name of a browser and its system from the User-Agent, e.g. “Chrome · Android”. Empty when unknown. */
export function deviceName(userAgent: string | null | undefined): string {
  if (!userAgent) return ''
  const find = (table: [RegExp, string][]) => table.find(([pattern]) => pattern.test(userAgent))?.[1]
  const browser = find([
    [/MicroMessenger/, '微信'],
    [/Edg\//, 'Edge'],
    [/HuaweiBrowser/, '华为浏览器'],
    [/Firefox\//, 'Firefox'],
    [/Chrome\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ])
  const system = find([
    [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/Linux/, 'Linux'],
  ])
  const known = [browser, system].filter(Boolean).join(' · ')
  return known || userAgent.slice(0, 40)
}
