/** Roles that can be granted and what a grant must name besides its jurisdiction (domain `authz::Role`). */
export const ROLE_SCOPES = {
  DEPUTY: 'deputy',
  FORMER_DEPUTY: 'deputy',
  GROUP_CONVENOR: 'group',
  GROUP_LIAISON: 'group',
  STATION_KEEPER: 'jurisdiction',
  TOWN_NPC: 'jurisdiction',
  DC_STAFF: 'jurisdiction',
  DC_HEAD: 'jurisdiction',
  SC_OFFICE: 'jurisdiction',
  COMMITTEE: 'unit',
  SC_LEADER: 'jurisdiction',
  SC_MEMBER: 'jurisdiction',
  CREDENTIALS: 'jurisdiction',
  GOV_DISPATCH: 'jurisdiction',
  UNIT_HANDLER: 'unit',
  UNIT_LEADER: 'unit',
  COUNTY_LEADER: 'jurisdiction',
  HOTLINE_AGENT: 'jurisdiction',
  SYS_ADMIN: 'jurisdiction',
  SEC_ADMIN: 'jurisdiction',
  AUDITOR: 'jurisdiction',
  INTEGRATION_ADMIN: 'jurisdiction',
} as const
export type Role = keyof typeof ROLE_SCOPES
export type RoleScope = (typeof ROLE_SCOPES)[Role]
export const ROLES = Object.keys(ROLE_SCOPES) as Role[]

/** The body of a grant: only the field that the role's scope asks for is sent. */
export function grantBody(role: Role, picked: { jurisdiction: string; scope: string | null }) {
  const kind = ROLE_SCOPES[role]
  return {
    role,
    jurisdiction_id: picked.jurisdiction,
    unit_id: kind === 'unit' ? picked.scope : null,
    group_id: kind === 'group' ? picked.scope : null,
    deputy_id: kind === 'deputy' ? picked.scope : null,
  }
}
