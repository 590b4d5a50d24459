import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/key-suggestions',
    name: 'key-suggestions',
    component: () => import('./pages/desk/KeyListPage.vue'),
    meta: {
      titleKey: 'supervision.desk.list.title',
      capability: 'suggestion.read',
      nav: { group: 'work', icon: 'star', order: 55 },
    },
  },
  {
    path: '/key-suggestions/:id',
    name: 'key-suggestion',
    component: () => import('./pages/desk/KeyPage.vue'),
    props: true,
    meta: { titleKey: 'supervision.desk.detail.title', capability: 'suggestion.read' },
  },
]
