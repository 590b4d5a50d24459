import { joinMessages } from '@/i18n'

export default joinMessages(
  import.meta.glob(
    [
      '../../i18n/zh-CN/*.json',
      '!../../i18n/zh-CN/account.json',
      '!../../i18n/zh-CN/notification.json',
      '!../../i18n/zh-CN/*.deputy.json',
      '!../../i18n/zh-CN/*.desk.json',
    ],
    {
      eager: true,
      import: 'default',
    },
  ),
)
