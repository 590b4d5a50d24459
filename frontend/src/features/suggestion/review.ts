import type { SuggestionResponse } from '@/api/gen'

/** One point of the reviewer's checklist; `doubt` when the text itself gives a reason to look closer. */
export interface ReviewCheck {
  key: 'title' | 'one_matter' | 'concrete' | 'own_matter' | 'competence' | 'case_pending' | 'privacy'
  doubt: boolean
}

/** 审查要点: what the rules of acceptance ask (domain specification §3.8.2), with what can be seen from the text. */
export function reviewChecks(
  record: Pick<SuggestionResponse, 'title' | 'facts' | 'analysis' | 'proposals'>,
): ReviewCheck[] {
  const all = [record.facts, record.analysis, ...record.proposals].join('\n')
  return [
    { key: 'title', doubt: !/^关于.+的建议$/.test(record.title.trim()) },
    { key: 'one_matter', doubt: /及|以及|和.+的建议$/.test(record.title) && record.proposals.length > 5 },
    { key: 'concrete', doubt: record.proposals.some((one) => [...one.trim()].length < 10) },
    { key: 'own_matter', doubt: /本人|我家|我厂|我公司|本公司/.test(all) },
    { key: 'competence', doubt: /全国人大|国务院|省政府|省级|修改.{0,6}法/.test(all) },
    { key: 'case_pending', doubt: /法院|诉讼|仲裁|上诉|判决/.test(all) },
    { key: 'privacy', doubt: /(?:1[3-9]\d{9})|(?:\d{17}[\dXx])/.test(all) },
  ]
}
