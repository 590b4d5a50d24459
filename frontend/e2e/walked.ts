/** Pages of which the walk takes a picture for the manual: address behind its door → name of the picture. */
export const WALKED: Record<string, Record<string, string>> = {
  '': { '/': 'portal-home', '/suggestions': 'portal-search' },
  d: { '/': 'deputy-today' },
  desk: {
    '/': 'committee-today',
    '/review': 'committee-review',
    '/publication': 'publication-desk',
    '/statistics': 'leader-statistics',
    '/papers': 'papers',
    '/calendar': 'admin-calendar',
    '/settings': 'admin-settings',
  },
}
