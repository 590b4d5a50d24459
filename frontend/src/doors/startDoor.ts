import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp, nextTick, watch, type Component, type Plugin } from 'vue'
import {
  createRouter,
  createWebHistory,
  type NavigationGuard,
  type RouteLocationNormalized,
  type RouteRecordRaw,
  type RouterScrollBehavior,
} from 'vue-router'
import { createQueryClient } from '@/api/queryClient'
import { startI18n, type Messages } from '@/i18n'
import { followPreferences } from '@/ui/preferences'
import { setSiteName, writeTitle } from '@/ui/usePageTitle'
import '@/ui/tokens.css'
import '@/ui/base.css'
import '@/ui/controls.css'
import '@/ui/blocks.css'
import '@/ui/table.css'
import '@/ui/access.css'
import '@/ui/print.css'

export interface Door {
  app: Component
  base: string
  routes: RouteRecordRaw[]
  zh: Messages
  loadEn: () => Promise<{ default: Messages }>
  /** Text key of the door's name, the second half of every document title. */
  nameKey: string
  /** Further plugins, e.g. pinia behind a sign-in. */
  plugins?: Plugin[]
  /** Runs before every page change (sign-in doors: require a session). */
  guard?: NavigationGuard
}

/** Filters and a new id of what is being written do not make a new page. */
function samePage(to: RouteLocationNormalized, from: RouteLocationNormalized): boolean {
  if (from.matched.length === 0) return false
  return to.path === from.path || (to.meta.onePage === true && to.name === from.name)
}

const scroll: RouterScrollBehavior = (to, from, saved) => {
  if (saved) return saved
  if (to.hash) return { el: to.hash, top: 80 }
  return samePage(to, from) ? false : { top: 0 }
}

/** Starts one of the three doors: same parts, same order. */
export async function startDoor(door: Door) {
  followPreferences()
  const i18n = startI18n(door.zh, door.loadEn)
  const router = createRouter({ history: createWebHistory(door.base), routes: door.routes, scrollBehavior: scroll })
  const { t } = i18n

  if (door.guard) router.beforeEach(door.guard)
  const title = () => {
    setSiteName(t(door.nameKey))
    const key = router.currentRoute.value.meta.titleKey
    writeTitle(key ? t(key) : null)
  }
  router.afterEach(async (to, from, failure) => {
    if (failure) return
    if (samePage(to, from)) return
    title()
    // A page change is announced by moving the focus to the new page's heading (not on the first load, not for filters).
    if (from.matched.length > 0) {
      await nextTick()
      document.getElementById('main')?.focus({ preventScroll: true })
    }
  })
  watch(i18n.locale, title)

  const app = createApp(door.app)
  for (const plugin of door.plugins ?? []) app.use(plugin)
  const queryClient = createQueryClient()
  app.use(i18n.plugin).use(router).use(VueQueryPlugin, { queryClient })
  // The server's own words (whose turn, measures, problems) come in the language they were asked in: ask again.
  watch(i18n.locale, () => void queryClient.invalidateQueries())
  await i18n.ready
  app.mount('#app')
  return { app, router }
}
