import type { Component } from 'vue'
import 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** Text key of the page's name: document title, and the menu entry if `nav` is set. */
    titleKey?: string
    /** Reachable without sign-in (deputy and desk doors). */
    open?: boolean
    /** Shown only to those who have one of these capabilities of `/me`. */
    capability?: string | string[]
    /** Place in the desk's menu; `badge` stands behind the name and says how many things wait there. */
    nav?: {
      group: 'work' | 'registers' | 'reports' | 'system'
      icon: string
      order: number
      /** Second key after `g`; each page its own. */
      key?: string
      badge?: () => Promise<{ default: Component }>
    }
    /** Tab of the deputies' bottom bar that stays lit on this page. */
    tab?: 'today' | 'mine' | 'write' | 'notices' | 'profile'
    /** Another id in the address is still the same page: no focus and no scroll moves (a draft gets its number while one types). */
    onePage?: boolean
    /** Uses the full width of the desk instead of the reading width. */
    wide?: boolean
  }
}
export {}
