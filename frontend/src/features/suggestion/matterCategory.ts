type Translate = (key: string) => string

/** 建议类别 of the yearly report (domain specification §5). The Chinese word is what is stored and counted. */
export const CATEGORIES = {
  construction: '城建交通',
  agriculture: '农业农村水利',
  education: '教科文卫',
  welfare: '民政社保医保',
  environment: '生态环境',
  economy: '经济金融',
  justice: '监察司法社会治理',
  other: '其他',
} as const

/** A category that came by import stays choosable although it is none of ours. */
export function categoryOptions(now: string | null | undefined, t: Translate) {
  const ours = Object.entries(CATEGORIES).map(([key, value]) => ({
    value: value as string,
    label: t(`suggestion.matter_category.${key}`),
  }))
  return now && !ours.some((one) => one.value === now) ? [{ value: now, label: now }, ...ours] : ours
}

/** A stored category in the page's language; one that is none of ours stays as it was written. */
export function categoryWord(category: string, t: Translate): string {
  const ours = Object.entries(CATEGORIES).find(([, word]) => word === category)
  return ours ? t(`suggestion.matter_category.${ours[0]}`) : category
}
