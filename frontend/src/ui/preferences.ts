import { reactive, watch } from 'vue'

/** What a person chose for their eyes; the only thing kept in web storage. `public/boot.js` applies it before the first paint. */
export interface Preferences {
  lang: 'zh-CN' | 'en'
  elder: boolean
  theme: 'light' | 'dark' | 'auto'
  /** Single keys do something (WCAG 2.1.4: can be turned off). */
  keys: boolean
}

const KEY = 'daibiao.preferences'
const defaults: Preferences = { lang: 'zh-CN', elder: false, theme: 'auto', keys: true }

function load(): Preferences {
  try {
    // eslint-disable-next-line no-restricted-globals -- the one place that may
    return { ...defaults, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) }
  } catch {
    return { ...defaults }
  }
}

export const preferences = reactive<Preferences>(load())

const darkQuery = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : undefined

function apply() {
  const root = document.documentElement
  if (preferences.elder && root.dataset.door !== 'desk') root.dataset.elder = 'on'
  else delete root.dataset.elder
  if (root.dataset.door !== 'portal') {
    const dark = preferences.theme === 'dark' || (preferences.theme === 'auto' && darkQuery?.matches)
    root.dataset.theme = dark ? 'dark' : 'light'
  }
  root.lang = preferences.lang
}

/** Starts following the preferences (and the system's theme); called once by every door. */
export function followPreferences() {
  apply()
  darkQuery?.addEventListener('change', apply)
  watch(preferences, () => {
    apply()
    try {
      // eslint-disable-next-line no-restricted-globals -- the one place that may
      localStorage.setItem(KEY, JSON.stringify(preferences))
    } catch {
      // Private windows may refuse: the choice then holds for this page only.
    }
  })
}
