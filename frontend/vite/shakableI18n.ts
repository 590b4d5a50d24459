import type { Plugin } from 'vite'

const WHOLE = "import * as Vue from 'vue';"
const BY_NAME = /const key = 'currentInstance';[\s\S]*?return Vue\.getCurrentInstance\(\);\s*\}/

/**
 * vue-i18n asks the whole Vue namespace for one name, which keeps every export of Vue (KeepAlive, Suspense, transitions) in
 * the bundle: 14 KB gz on the portal. Here it imports that one function instead.
 */
export function shakableI18n(): Plugin {
  return {
    name: 'shakable-i18n',
    apply: 'build',
    transform(code, id) {
      if (!id.includes('vue-i18n.runtime.mjs')) return null
      if (!code.includes(WHOLE) || !BY_NAME.test(code))
        throw new Error('vue-i18n changed: look at vite/shakableI18n.ts again')
      return {
        code: code
          .replace(WHOLE, "import { getCurrentInstance as vueInstance } from 'vue';")
          .replace(BY_NAME, 'return vueInstance();'),
        map: null,
      }
    },
  }
}
