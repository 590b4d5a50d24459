"""Uses the client that openapi-python-client has made of the open document: a list, a matter, the feed, a refusal."""

import os

from daibiao_client import AuthenticatedClient
from daibiao_client.api.open_ import get_open_changes_head, get_open_suggestion, list_open_changes, list_open_suggestions
from daibiao_client.models import OpenChangeList, OpenChangesHead, OpenMatter, OpenSuggestionList, Problem

BASE, KEY = os.environ["DAIBIAO_BASE_URL"], os.environ["DAIBIAO_KEY"]

client = AuthenticatedClient(base_url=BASE, token=KEY)

page = list_open_suggestions.sync(client=client, limit=5)
assert isinstance(page, OpenSuggestionList) and len(page.items) == 5, page
first = page.items[0]

matter = get_open_suggestion.sync(first.id, client=client)
assert isinstance(matter, OpenMatter) and matter == first, matter
assert matter.to_dict() == first.to_dict()

changes = list_open_changes.sync(client=client, limit=3)
assert isinstance(changes, OpenChangeList) and len(changes.items) == 3, changes
numbers = [change.seq for change in changes.items]
assert numbers == list(range(numbers[0], numbers[0] + 3)), numbers

head = get_open_changes_head.sync(client=client)
assert isinstance(head, OpenChangesHead) and head.seq >= numbers[-1], head

refused = list_open_suggestions.sync_detailed(client=AuthenticatedClient(base_url=BASE, token="dbk_live_nobody"))
assert refused.status_code == 401 and isinstance(refused.parsed, Problem), refused
print(f"{len(page.items)} matters, {len(numbers)} changes")
