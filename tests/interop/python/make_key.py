"""Makes a key in the demo county as its interface administrator would, and prints it."""

import datetime
import os
import sys

import requests

#: The scopes of a key that may read everything that is published; others are added by name.
SCOPES = ["suggestions:read", "reference:read", "exports:create", "webhooks:manage"]


def make_key(base, name, scopes=SCOPES, **more):
    """The secret of a new key, and its id."""
    password = os.environ.get("DAIBIAO_DEMO_PASSWORD", "Demo-2026!")
    said = {"username": "jiekou", "password": password}
    signed_in = requests.post(f"{base}/api/v1/auth/login", json=said, timeout=30)
    signed_in.raise_for_status()
    headers = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
    options = requests.get(f"{base}/api/v1/api-keys/options", headers=headers, timeout=30).json()
    site = requests.get(f"{base}/api/v1/public/site", timeout=30).json()
    today = datetime.date.fromisoformat(site.get("demo_on") or datetime.date.today().isoformat())
    key = {
        "jurisdiction_id": options["jurisdictions"][0]["id"],
        "name": name,
        "owner": "对接测试单位",
        "scopes": list(scopes),
        "expires_on": (today + datetime.timedelta(days=300)).isoformat(),
        **more,
    }
    made = requests.post(f"{base}/api/v1/api-keys", json=key, headers=headers, timeout=30)
    if not made.ok:
        raise SystemExit(f"no key was made: {made.status_code} {made.text}")
    return made.json()["secret"], made.json()["key"]["id"]


if __name__ == "__main__":
    print(make_key(os.environ["DAIBIAO_BASE_URL"], sys.argv[1])[0])
