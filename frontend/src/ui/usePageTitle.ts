import { watchEffect } from 'vue'

let siteName = ''
/** Set by the door once its name is known. */
export function setSiteName(name: string) {
  siteName = name
}

export function writeTitle(title: string | null | undefined) {
  document.title = title ? `${title} - ${siteName}` : siteName
}

/** The document title of a page whose name comes with its data. */
export function usePageTitle(title: () => string | null | undefined) {
  watchEffect(() => {
    const text = title()
    if (text) writeTitle(text)
  })
}
