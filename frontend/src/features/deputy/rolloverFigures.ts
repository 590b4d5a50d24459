import type { RolloverFigures } from '@/api/gen'

type Name = keyof RolloverFigures

/** What happens to each kind of record in a rollover (换届), in the order in which it is read. */
export const FIGURES = [
  { part: 'seats', rows: ['seats_active', 'seats_pending', 'seats_suspended', 'seats_reelected'] },
  { part: 'register', rows: ['delegations', 'groups'] },
  { part: 'accounts', rows: ['accounts', 'accounts_limited'] },
  {
    part: 'carried',
    rows: ['submitted', 'accepted', 'handling', 'replied', 'evaluated', 'tracking', 'commitments', 'key_suggestions'],
  },
  { part: 'ending', rows: ['drafts', 'returned', 'invitations'] },
  { part: 'kept', rows: ['finished'] },
  { part: 'next', rows: ['next_active', 'next_pending', 'next_delegations', 'next_groups', 'next_sessions'] },
  { part: 'copied', rows: ['copy_constituencies', 'copy_delegations', 'copy_groups', 'copy_members'] },
] as const satisfies { part: string; rows: readonly Name[] }[]

/** Matters that are carried over, whatever their state. */
export const carriedOver = (figures: RolloverFigures): number =>
  figures.submitted + figures.accepted + figures.handling + figures.replied + figures.evaluated + figures.tracking
