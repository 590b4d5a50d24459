import { announce, checkIn, closeVoting, openVoting, prepareMeeting, vote } from './ballotCourse'
import { DEMO_NOW, moveClock } from './clock'
import { expect, look, test } from './fixtures'
import { People } from './people'
import { freshNumber, pick } from './steps'

/** As few as a result may be told of. */
const VOTERS = 5

test.beforeEach(() => moveClock(DEMO_NOW))

test('a supervision meeting: check-in, secret ballot on the phone, count, announcement, printed record', async ({
  browser,
}, info) => {
  test.skip(info.project.name !== 'phone', 'at a desk it is gone through with the key suggestion')
  test.setTimeout(240_000)
  const people = new People(browser)
  const clerk = await people.as('clerk')
  const title = `第${freshNumber()}次代表建议办理督办会`
  let keys: string[] = []
  let slips: string[] = []
  let address = ''

  await test.step('the clerk prepares the meeting, its items and the roll', async () => {
    await clerk.goto('/desk/supervision-meetings')
    await look(clerk, 'ballot-list')
    address = await prepareMeeting(clerk, title, async (dialog) => {
      await dialog.getByLabel('测评总体办理工作').check()
      await pick(dialog.getByLabel('测评办理工作的单位'), '住房', /住房/)
    })
    await look(clerk, 'ballot-prepared')
  })

  await test.step('voting is opened: two keys and the slips are told once', async () => {
    ;({ keys, slips } = await openVoting(clerk))
    expect(slips.length).toBeGreaterThan(VOTERS)
  })

  await test.step('voters check in and are given a ballot', async () => {
    await checkIn(clerk, VOTERS)
    await look(clerk, 'ballot-open')
  })

  await test.step('one votes on the phone with the QR code, the others by typing the code', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true })
    const phone = await context.newPage()
    const sent: string[] = []
    phone.on('request', (request) => {
      if (request.url().includes('/api/v1/ballots/')) sent.push(JSON.stringify(request.headers()))
    })
    const code = (slip = '') => slip.replaceAll('-', '')
    await phone.goto(`/d/ballot#${code(slips[0])}`)
    await vote(phone, ['满意', '基本满意'], 'ballot')
    // Nothing that tells one request from another, and no code left in the address.
    expect(sent.length).toBeGreaterThan(1)
    for (const headers of sent) expect(headers).not.toMatch(/authorization|cookie|x-request-id|"referer":"[^"]/i)
    expect(phone.url()).not.toContain('#')
    for (const slip of slips.slice(1, VOTERS)) {
      await phone.goto('/d/ballot')
      await phone.getByLabel('选票凭码').fill(slip.toLowerCase())
      await phone.getByRole('button', { name: '下一步' }).click()
      await vote(phone, ['满意', '不满意'])
    }
    // The same slip again: it is cast, and that is all that is said.
    await phone.goto('/d/ballot')
    await phone.getByLabel('选票凭码').fill(slips[0] ?? '')
    await phone.getByRole('button', { name: '下一步' }).click()
    await expect(phone.getByRole('heading', { name: '选票已投出' })).toBeVisible()
    await expect(phone.locator('.options')).toHaveCount(0)
    await context.close()
  })

  await test.step('both key holders close voting, the count is confirmed', async () => {
    await clerk.goto(address)
    // No figure of what was returned while voting goes on (the folded explanation has the word).
    await expect(clerk.getByRole('heading', { name: '名册与签到' })).toBeVisible()
    await expect(clerk.getByRole('main').getByText('收回').filter({ visible: true })).toHaveCount(0)
    await closeVoting(clerk, keys)
    await expect(clerk.getByText('100.0%').first()).toBeVisible()
    await look(clerk, 'ballot-tallied')
  })

  await test.step('the head announces; the record is printed', async () => {
    const head = await people.as('head')
    await announce(head, address)
    await expect(head.getByText('不满意的单位应当在', { exact: false })).toBeVisible()
    await look(head, 'ballot-announced')
  })

  await test.step('a deputy reads what was announced', async () => {
    const deputy = await people.as('deputy')
    await deputy.goto('/d/ballot-results')
    await deputy.getByLabel('哪一次督办会').selectOption({ label: `${title}（2026年6月10日）` })
    await expect(deputy.getByText('不满意', { exact: true })).toBeVisible()
    await look(deputy, 'ballot-results')
  })
  expect(people.wrong).toEqual([])
})
