import { useI18n } from 'vue-i18n'

/**
 * Words of an official paper (公文): always Chinese, whatever the page's language is. A letter has one wording, and nobody
 * signed a translated one.
 */
export function useOfficialWords() {
  const { t } = useI18n()
  return (key: string, named: Record<string, unknown> = {}) => t(key, named, { locale: 'zh-CN' })
}
