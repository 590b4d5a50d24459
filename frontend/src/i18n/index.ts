import { createI18n, type MessageCompiler } from 'vue-i18n'
import { watch, type Plugin, type WritableComputedRef } from 'vue'
import { preferences } from '@/ui/preferences'

/** The texts of one language, nested by the parts of their keys. */
export type Messages = Record<string, unknown>

/**
 * Joins the message files of one language. The file name is the key prefix: `suggestion.desk.json` holds
 * `suggestion.desk.…`. Files without a door in their name belong to all doors: keep those small.
 */
export function joinMessages(files: Record<string, unknown>): Messages {
  const all: Messages = {}
  const paths = Object.keys(files).sort((a, b) => a.length - b.length)
  for (const path of paths) {
    const names = path
      .replace(/^.*\//, '')
      .replace(/\.json$/, '')
      .split('.')
    const last = names.pop() as string
    let node = all
    for (const name of names) {
      node[name] = { ...(node[name] as Messages | undefined) }
      node = node[name] as Messages
    }
    node[last] = { ...(node[last] as Messages | undefined), ...(files[path] as Messages) }
  }
  return all
}

/** Puts the named values into a text: `剩 {n} 个工作日`. An unknown name stays visible, so that it is noticed. */
export function fill(text: string, named: (name: string) => unknown): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = named(name)
    return value === undefined || value === null ? whole : String(value)
  })
}

/** What a door needs of vue-i18n; the full type, built from every message, is too deep for the compiler. */
export interface DoorI18n {
  plugin: Plugin
  locale: WritableComputedRef<string>
  t: (key: string, named?: Record<string, unknown>) => string
  /** The chosen language is loaded. */
  ready: Promise<void>
}

/** Chinese is in the bundle; English is fetched when it is chosen. */
export function startI18n(zh: Messages, loadEn: () => Promise<{ default: Messages }>): DoorI18n {
  const plugin = createI18n<false>({
    legacy: false,
    locale: 'zh-CN',
    fallbackLocale: 'zh-CN',
    messages: { 'zh-CN': zh } as never,
    missingWarn: import.meta.env.DEV,
    fallbackWarn: false,
    messageCompiler: ((text: string) => (context: { named: (name: string) => unknown }) =>
      fill(text, (name) => context.named(name))) as MessageCompiler,
  })
  const global = plugin.global as unknown as {
    locale: WritableComputedRef<string>
    availableLocales: string[]
    setLocaleMessage: (lang: string, messages: Messages) => void
    t: DoorI18n['t']
  }
  const follow = async (lang: string) => {
    if (lang === 'en' && !global.availableLocales.includes('en'))
      global.setLocaleMessage('en', (await loadEn()).default)
    global.locale.value = lang
  }
  const ready = follow(preferences.lang)
  watch(() => preferences.lang, follow)
  return { plugin: plugin as unknown as Plugin, locale: global.locale, t: (key, named) => global.t(key, named), ready }
}
