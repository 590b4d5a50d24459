import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/imports',
    name: 'imports',
    component: () => import('./pages/desk/ImportUploadPage.vue'),
    meta: {
      titleKey: 'import.desk.title',
      capability: 'import.run',
      nav: { group: 'registers', icon: 'upload', order: 90 },
    },
  },
  {
    path: '/imports/:id',
    name: 'import',
    component: () => import('./pages/desk/ImportPage.vue'),
    props: true,
    meta: { titleKey: 'import.desk.title', capability: 'import.run', wide: true },
  },
]
