import { joinMessages } from '@/i18n'

export default joinMessages(
  import.meta.glob(
    [
      '../../i18n/en/*.json',
      '!../../i18n/en/account.json',
      '!../../i18n/en/notification.json',
      '!../../i18n/en/*.deputy.json',
      '!../../i18n/en/*.desk.json',
    ],
    {
      eager: true,
      import: 'default',
    },
  ),
)
