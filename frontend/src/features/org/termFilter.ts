/** What is asked of a register by term: empty is the current one, `all` every one, else one of them. */
export function ofTerm(term: string) {
  return {
    term_id: term && term !== 'all' ? term : undefined,
    current_term: term === '' || undefined,
  }
}
