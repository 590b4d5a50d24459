import { defineAsyncComponent, type Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'

export interface MenuGroup {
  group: string
  items: { to: string; name: string; titleKey: string; icon: string; badge?: Component }[]
}

type Badge = () => Promise<{ default: Component }>
const badges = new Map<Badge, Component>()
/** One component for each badge: a new one at every look at the menu would begin anew. */
function badgeOf(load: Badge | undefined): Component | undefined {
  if (!load) return undefined
  const known = badges.get(load) ?? defineAsyncComponent(load)
  badges.set(load, known)
  return known
}

const GROUPS = ['work', 'registers', 'reports', 'system'] as const

/** The menu of one person: entries of the route table that their capabilities open, in the table's order. */
export function menuOf(
  routes: RouteRecordRaw[],
  can: (capability: string | string[] | undefined) => boolean,
): MenuGroup[] {
  return GROUPS.map((group) => ({
    group,
    items: routes
      .filter((route) => route.meta?.nav?.group === group && can(route.meta.capability))
      .sort((a, b) => (a.meta?.nav?.order ?? 0) - (b.meta?.nav?.order ?? 0))
      .map((route) => ({
        to: route.path,
        name: String(route.name),
        titleKey: route.meta?.titleKey ?? '',
        icon: route.meta?.nav?.icon ?? 'paper',
        badge: badgeOf(route.meta?.nav?.badge),
      })),
  })).filter((entry) => entry.items.length > 0)
}

/** The pages of one's menu that have a key: `g` and it leads there from everywhere. */
export function placesOf(
  routes: RouteRecordRaw[],
  can: (capability: string | string[] | undefined) => boolean,
): { key: string; to: string; titleKey: string }[] {
  const home = { key: 'h', to: '/', titleKey: 'shell.desk.home.title' }
  const named = routes.flatMap((route) =>
    route.meta?.nav?.key && can(route.meta.capability)
      ? [{ key: route.meta.nav.key, to: route.path, titleKey: route.meta.titleKey ?? '' }]
      : [],
  )
  return [home, ...named]
}
