import { onBeforeUnmount, ref } from 'vue'

/** Reads an element's text aloud with the browser's own voice (长辈版); absent where the browser has none. */
export function useReadAloud() {
  const supported = typeof speechSynthesis !== 'undefined'
  const reading = ref(false)

  function stop() {
    if (supported) speechSynthesis.cancel()
    reading.value = false
  }
  function read(element: HTMLElement | null | undefined) {
    if (!supported || !element) return
    stop()
    // Sentences one by one: long texts are cut off by some engines.
    const sentences = (element.innerText.match(/[^。！？；\n]+[。！？；\n]?/g) ?? [])
      .map((s) => s.trim())
      .filter(Boolean)
    reading.value = true
    sentences.forEach((sentence, i) => {
      const utterance = new SpeechSynthesisUtterance(sentence)
      utterance.lang = document.documentElement.lang === 'en' ? 'en-GB' : 'zh-CN'
      utterance.rate = 0.9
      if (i === sentences.length - 1) utterance.onend = () => (reading.value = false)
      speechSynthesis.speak(utterance)
    })
  }
  onBeforeUnmount(stop)
  return { supported, reading, read, stop }
}
