import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/papers',
    name: 'papers',
    component: () => import('./pages/PapersPage.vue'),
    meta: {
      titleKey: 'letter.desk.page.title',
      capability: 'suggestion.export',
      nav: { group: 'reports', icon: 'print', order: 10 },
      wide: true,
    },
  },
]
