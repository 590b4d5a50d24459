import { joinMessages } from '@/i18n'

export default joinMessages(
  import.meta.glob(['../../i18n/en/*.json', '!../../i18n/en/*.portal.json', '!../../i18n/en/*.deputy.json'], {
    eager: true,
    import: 'default',
  }),
)
