import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/search',
    name: 'search',
    component: () => import('./pages/desk/SearchPage.vue'),
    meta: { titleKey: 'search.desk.title', capability: 'register.read' },
  },
]
