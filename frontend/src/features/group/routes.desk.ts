import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/groups',
    name: 'groups',
    component: () => import('./pages/desk/GroupListPage.vue'),
    meta: {
      titleKey: 'group.desk.title',
      capability: 'register.read',
      nav: { group: 'registers', icon: 'people', order: 20 },
    },
  },
  {
    path: '/groups/:id',
    name: 'group',
    component: () => import('./pages/desk/GroupPage.vue'),
    props: true,
    meta: { titleKey: 'group.desk.one', capability: 'register.read' },
  },
]
