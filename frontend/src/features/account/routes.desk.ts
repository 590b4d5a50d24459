import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/accounts',
    name: 'accounts',
    component: () => import('./pages/desk/AccountListPage.vue'),
    meta: {
      titleKey: 'account.desk.list.title',
      capability: 'account.read',
      nav: { group: 'system', icon: 'people', order: 10 },
    },
  },
  {
    path: '/accounts/:id',
    name: 'account',
    component: () => import('./pages/desk/AccountPage.vue'),
    props: true,
    meta: { titleKey: 'account.desk.detail.title', capability: 'account.read' },
  },
]
