import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/deputies',
    name: 'deputies',
    component: () => import('./pages/desk/DeputyListPage.vue'),
    meta: {
      titleKey: 'deputy.desk.list.title',
      capability: 'register.read',
      nav: { group: 'registers', icon: 'person', order: 10 },
    },
  },
  {
    path: '/composition',
    name: 'composition',
    component: () => import('./pages/desk/CompositionPage.vue'),
    meta: {
      titleKey: 'deputy.desk.composition.title',
      capability: 'register.read',
      nav: { group: 'reports', icon: 'chart', order: 10 },
    },
  },
  {
    path: '/delegations',
    name: 'delegations',
    component: () => import('./pages/desk/DelegationListPage.vue'),
    meta: {
      titleKey: 'deputy.desk.delegations.title',
      capability: 'register.read',
      nav: { group: 'registers', icon: 'units', order: 30 },
    },
  },
  {
    path: '/terms/:id/rollover',
    name: 'rollover',
    component: () => import('./pages/desk/RolloverPage.vue'),
    props: true,
    meta: { titleKey: 'deputy.desk.rollover.title', capability: 'register.manage' },
  },
  {
    path: '/deputies/:id',
    name: 'deputy',
    component: () => import('./pages/desk/DeputyPage.vue'),
    props: true,
    meta: { titleKey: 'deputy.desk.detail.title', capability: 'register.read' },
  },
]
