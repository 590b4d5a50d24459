import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import {
  getPublicationDesk,
  getPublicationPreview,
  type MarkChoiceDto,
  type MarkedFieldResponse,
  type MarkedFileResponse,
  type MarkedPartResponse,
  type MarkedSectionResponse,
  type MarkResponse,
} from '@/api/gen'
import { problemOf } from '@/api/problem'

const keys = {
  desk: (id: string) => ['suggestion', 'desk', 'publication', id] as const,
  preview: (id: string, everything: boolean) =>
    ['suggestion', 'desk', 'publication', id, 'preview', everything] as const,
}

/** 公开审看: the parts of one suggestion with their marks and the secrecy review. */
export function usePublicationDesk(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => keys.desk(toValue(id))),
    queryFn: ({ signal }) => getPublicationDesk({ path: { id: toValue(id) }, signal }),
    enabled: () => toValue(id) !== '',
  })
}

/** The page as a citizen would see it, made by the server as the public page is; null while there would be none. */
export function usePublicationPreview(id: MaybeRefOrGetter<string>, everything: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: computed(() => keys.preview(toValue(id), toValue(everything))),
    queryFn: async ({ signal }) => {
      try {
        return await getPublicationPreview({
          path: { id: toValue(id) },
          query: { everything: toValue(everything) },
          signal,
        })
      } catch (error) {
        if (problemOf(error).status === 404) return null
        throw error
      }
    },
  })
}

/** Which part is looked at, as it stands in the address. */
export const partKey = (part: string, replyId?: string | null) => (replyId ? `${part}-${replyId}` : part)

/** A mark with the text that it stands in. */
export interface PlacedMark extends MarkResponse {
  field: string
  key: string
  words: string
}

const keyOf = (field: string, mark: Pick<MarkResponse, 'start' | 'end'>) => `${field}:${mark.start}-${mark.end}`

/** The marks of a part in the order of the page. */
export function marksOf(part: Pick<MarkedPartResponse, 'fields'>): PlacedMark[] {
  return part.fields.flatMap(({ field, text, marks }) => {
    const chars = [...text]
    return marks.map((mark) => ({
      ...mark,
      field,
      key: keyOf(field, mark),
      words: chars.slice(mark.start, mark.end).join(''),
    }))
  })
}

/** A stretch of a text that is all of one mark, or of none. */
export interface Stretch {
  text: string
  /** The narrowest mark that covers it. */
  mark: PlacedMark | null
}

/** The text cut where marks begin and end; they may overlap where somebody has added one. */
export function stretchesOf({ field, text, marks }: MarkedFieldResponse): Stretch[] {
  const chars = [...text]
  const placed = marksOf({ fields: [{ field, text, marks }] })
  const cuts = [...new Set([0, chars.length, ...placed.flatMap((mark) => [mark.start, mark.end])])].sort(
    (a, b) => a - b,
  )
  return cuts.slice(0, -1).map((from, at) => {
    const to = cuts[at + 1] as number
    const over = placed.filter((mark) => mark.start <= from && to <= mark.end)
    over.sort((a, b) => a.end - a.start - (b.end - b.start))
    return { text: chars.slice(from, to).join(''), mark: over[0] ?? null }
  })
}

/** The next mark after one, undecided ones first; round to the beginning at the end. */
export function nextMark(marks: PlacedMark[], from: string | null, by = 1): string | null {
  if (marks.length === 0) return null
  const at = marks.findIndex((mark) => mark.key === from)
  const order = marks.map((_, i) => marks[(at + by * (i + 1) + marks.length * 2) % marks.length] as PlacedMark)
  return (order.find((mark) => mark.decision === null) ?? order[0])?.key ?? null
}

/** Every place where a piece of text stands in a part, as covers. */
export function coversOf(piece: string, kind: string, fields: Pick<MarkedFieldResponse, 'field' | 'text'>[]) {
  const wanted = [...piece]
  if (wanted.length === 0) return []
  return fields.flatMap(({ field, text }) => {
    const chars = [...text]
    const found: MarkChoiceDto[] = []
    for (let i = 0; i + wanted.length <= chars.length; i++) {
      if (!wanted.every((c, j) => chars[i + j] === c)) continue
      found.push({ field, start: i, end: i + wanted.length, kind, decision: 'cover' })
      i += wanted.length - 1
    }
    return found
  })
}

/** What bars the proposal of a part: marks first, then the review. */
export function openOf(part: MarkedPartResponse): 'marks' | 'review' | 'refused' | null {
  if (part.undecided > 0) return 'marks'
  if (part.secrecy.some((line) => line.clear === false)) return 'refused'
  return part.secrecy.every((line) => line.clear) ? null : 'review'
}

/** How far the decision on a file has come: marks first, then publish or keep; what cannot be copied only stays inside. */
export function fileState(file: MarkedFileResponse): 'publish' | 'keep' | 'marks' | 'open' | 'inside' {
  if (file.verdict) return file.verdict.publish ? 'publish' : 'keep'
  if (!file.cleanable) return 'inside'
  return file.undecided > 0 ? 'marks' : 'open'
}

type T = (key: string, named: Record<string, unknown>) => string

/** Where a text of a file stands, in words. */
export const sectionName = ({ place, label }: Pick<MarkedSectionResponse, 'place' | 'label'>, t: T) =>
  t(`suggestion.desk.files.place.${place}`, { label })

/** Where a mark of a file stands: page or sheet, and the line, which is the paragraph or the row. */
export function placeOf(mark: PlacedMark, sections: MarkedSectionResponse[], t: T): string {
  const section = sections.find((one) => one.field === mark.field)
  if (!section) return ''
  const line = [...section.text].slice(0, mark.start).filter((c) => c === '\n').length + 1
  return t('suggestion.desk.files.at', { place: sectionName(section, t), line })
}
