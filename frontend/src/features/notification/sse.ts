/** One event of a stream, as it came. */
export interface StreamEvent {
  id: string
  event: string
  data: string
}

/** Cuts a stream of server-sent events into events: feed it text as it comes, it gives what is complete. */
export function createEventReader() {
  let rest = ''
  let lastId = ''
  return {
    /** The id to go on from after a break. */
    get lastId() {
      return lastId
    },
    read(text: string): StreamEvent[] {
      rest += text.replace(/\r\n?/g, '\n')
      const blocks = rest.split('\n\n')
      rest = blocks.pop() ?? ''
      return blocks.flatMap((block) => {
        const found: StreamEvent = { id: '', event: 'message', data: '' }
        let told = false
        for (const line of block.split('\n')) {
          const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? []
          if (name === 'id') {
            lastId = value ?? ''
            found.id = lastId
          } else if (name === 'event') found.event = value ?? ''
          else if (name === 'data') {
            told = true
            found.data += (found.data ? '\n' : '') + (value ?? '')
          }
        }
        return told ? [found] : []
      })
    },
  }
}
