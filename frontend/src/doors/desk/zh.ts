import { joinMessages } from '@/i18n'

export default joinMessages(
  import.meta.glob(['../../i18n/zh-CN/*.json', '!../../i18n/zh-CN/*.portal.json', '!../../i18n/zh-CN/*.deputy.json'], {
    eager: true,
    import: 'default',
  }),
)
