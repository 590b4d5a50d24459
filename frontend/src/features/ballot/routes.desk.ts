import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/supervision-meetings',
    name: 'supervision-meetings',
    component: () => import('./pages/desk/MeetingListPage.vue'),
    meta: {
      titleKey: 'ballot.desk.list.title',
      capability: 'supervision_meeting.read',
      nav: { group: 'work', icon: 'papers', order: 60 },
    },
  },
  {
    path: '/supervision-meetings/:id',
    name: 'supervision-meeting',
    component: () => import('./pages/desk/MeetingPage.vue'),
    props: true,
    meta: { titleKey: 'ballot.desk.detail.title', capability: 'supervision_meeting.read' },
  },
]
