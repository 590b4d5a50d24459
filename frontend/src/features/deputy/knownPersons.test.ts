import { beforeEach, describe, expect, it, vi } from 'vitest'
import { findPersons, listPersons, type PersonResponse } from '@/api/gen'
import { isPartOfNumber, knownPersons, wholeIdNo, wholeMobile } from './knownPersons'
import { searchPersons } from './pickers'

vi.mock('@/api/gen', () => ({ findPersons: vi.fn(), listPersons: vi.fn() }))
const person = (id: string, more: Partial<PersonResponse> = {}) =>
  ({ id, name: '王建国', birth_on: '1972-06-15', ...more }) as PersonResponse
const answers = <T>(value: T) => value as never
const signal = new AbortController().signal

beforeEach(() => {
  vi.mocked(findPersons)
    .mockReset()
    .mockResolvedValue(answers({ items: [] }))
  vi.mocked(listPersons)
    .mockReset()
    .mockResolvedValue(answers({ items: [] }))
})

describe('numbers', () => {
  it('are whole with full-width digits and gaps, and only then', () => {
    expect(wholeMobile('１９９ 0000-0001')).toBe('19900000001')
    expect(wholeMobile('1990000000')).toBeNull()
    expect(wholeIdNo('32132419720615001x')).toBe('32132419720615001X')
    expect(wholeIdNo('3213241972')).toBeNull()
    expect(isPartOfNumber('1990')).toBe(true)
    expect(isPartOfNumber('王建国')).toBe(false)
  })
})

describe('known persons', () => {
  it('are found by number in the body, by name with the day of birth, each once', async () => {
    const one = person('1')
    vi.mocked(findPersons).mockResolvedValue(answers({ items: [one] }))
    vi.mocked(listPersons).mockResolvedValue(
      answers({
        items: [one, person('2'), person('3', { birth_on: '1980-01-01' }), person('4', { name: '王建国庆' })],
      }),
    )
    const found = await knownPersons(
      { name: '王建国 ', birth_on: '1972-06-15', mobile: '19900000001', id_no: '' },
      signal,
    )
    expect(found.map((known) => [known.person.id, known.by])).toEqual([
      ['1', 'mobile'],
      ['2', 'name'],
    ])
    expect(findPersons).toHaveBeenCalledExactlyOnceWith({ body: { field: 'mobile', value: '19900000001' }, signal })
  })
  it('are not asked for with half a number or a name alone', async () => {
    await knownPersons({ name: '王建国', birth_on: '', mobile: '1990', id_no: '3213' }, signal)
    expect(findPersons).not.toHaveBeenCalled()
    expect(listPersons).not.toHaveBeenCalled()
  })
  it('a number that the server refuses is no match', async () => {
    vi.mocked(findPersons).mockRejectedValue(new Error('422'))
    expect(await knownPersons({ name: '', birth_on: '', mobile: '19900000001', id_no: '' }, signal)).toEqual([])
  })
})

describe('picking a person', () => {
  it('takes a whole number, and never puts digits into an address', async () => {
    vi.mocked(findPersons).mockResolvedValue(answers({ items: [person('1')] }))
    expect(await searchPersons('1990000', signal)).toEqual([])
    expect((await searchPersons('19900000001', signal)).map((one) => one.id)).toEqual(['1'])
    expect(listPersons).not.toHaveBeenCalled()
    await searchPersons('王', signal)
    expect(listPersons).toHaveBeenCalledOnce()
  })
})
