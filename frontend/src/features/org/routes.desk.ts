import type { RouteRecordRaw } from 'vue-router'

const page = (
  path: string,
  name: string,
  component: RouteRecordRaw['component'],
  icon: string | null,
  order = 0,
): RouteRecordRaw => ({
  path,
  name,
  component: component!,
  props: path.includes(':'),
  meta: {
    titleKey: `org.desk.${name}.title`,
    capability: 'register.read',
    ...(icon ? { nav: { group: 'registers' as const, icon, order } } : {}),
  },
})

export const routes: RouteRecordRaw[] = [
  page('/units', 'units', () => import('./pages/desk/UnitListPage.vue'), 'building', 40),
  page('/units/:id', 'unit', () => import('./pages/desk/UnitPage.vue'), null),
  page('/terms', 'terms', () => import('./pages/desk/TermsPage.vue'), 'book', 50),
  page('/jurisdictions', 'jurisdictions', () => import('./pages/desk/JurisdictionsPage.vue'), 'globe', 60),
  page('/constituencies', 'constituencies', () => import('./pages/desk/ConstituencyListPage.vue'), 'station', 70),
]
