// Runs before the first paint: elder mode, theme and language are there at once, so nothing jumps. Kept in step with src/ui/preferences.ts.
;(function () {
  try {
    var saved = JSON.parse(localStorage.getItem('daibiao.preferences') || '{}')
    var root = document.documentElement
    if (saved.elder && root.dataset.door !== 'desk') root.dataset.elder = 'on'
    if (root.dataset.door !== 'portal') {
      var dark =
        saved.theme === 'dark' || (saved.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
      root.dataset.theme = dark ? 'dark' : 'light'
    }
    if (saved.lang === 'en') root.lang = 'en'
  } catch {
    // Storage may be forbidden: the defaults hold.
  }
})()
