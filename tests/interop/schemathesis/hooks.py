"""What Schemathesis must know to get past the door and into the rooms behind it.

Staff operations are called by somebody who may call them (tests/matrix.txt says who), with an access token that is
fetched anew before its five minutes are over. Ids, versions and references are those of records that exist: a random
UUID would be answered 404 before any rule of the house had been asked.
"""

import itertools
import json
import os
import pathlib
import re
import sys
import threading
import time
import zlib

import requests
import schemathesis
from schemathesis.generation import GenerationMode

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "python"))
from make_key import SCOPES, make_key  # noqa: E402

BASE = os.environ["DAIBIAO_BASE_URL"]
PASSWORD = os.environ.get("DAIBIAO_DEMO_PASSWORD", "Demo-2026!")
MATRIX = pathlib.Path(__file__).parents[2] / "matrix.txt"

#: Who plays each role in the demo county.
PLAYERS = {
    "DC_HEAD": "daigonghead",
    "DC_STAFF": "daigong",
    "GOV_DISPATCH": "zhengfuban",
    "UNIT_LEADER": "zhujianhead",
    "UNIT_HANDLER": "zhujian",
    "DEPUTY": "daibiao1",
    "SC_LEADER": "zhuren",
    "SYS_ADMIN": "admin",
    "SEC_ADMIN": "sec",
    "AUDITOR": "audit",
    "INTEGRATION_ADMIN": "jiekou",
}

#: These end the session of whoever calls them: they get one of their own each time.
ENDS_A_SESSION = {"logout", "end_session", "revoke_session", "change_password", "refresh", "log_out"}

#: Seconds. An access token lives for five minutes.
FRESH_FOR = 200


def roles_of_operations():
    """operationId → the roles that may call it, from the matrix."""
    found = {}
    for line in MATRIX.read_text(encoding="utf-8").splitlines():
        name, colon, roles = line.partition(":")
        if colon and not line.startswith("#"):
            found[name.strip()] = [role for role in roles.split() if role in PLAYERS]
    return found


MAY_CALL = roles_of_operations()


class Sessions:
    """The players' access tokens."""

    def __init__(self):
        self.lock = threading.Lock()
        self.tokens = {}

    def token(self, role):
        with self.lock:
            token, since = self.tokens.get(role, (None, 0.0))
            if token is None or time.monotonic() - since > FRESH_FOR:
                token = sign_in(PLAYERS[role])
                self.tokens[role] = (token, time.monotonic())
            return token

    def forget(self, token):
        with self.lock:
            self.tokens = {role: it for role, it in self.tokens.items() if it[0] != token}


class FromElsewhere(requests.adapters.HTTPAdapter):
    """Comes from another address of this machine each time: what is tried at the door from the usual one is throttled."""

    counter = itertools.count(2)

    def init_poolmanager(self, *args, **kwargs):
        if sys.platform == "linux":
            number = next(self.counter)
            kwargs["source_address"] = (f"127.{number // 62500 % 250 + 1}.{number // 250 % 250}.{number % 250 + 2}", 0)
        super().init_poolmanager(*args, **kwargs)


def sign_in(username):
    with requests.Session() as session:
        session.mount("http://", FromElsewhere())
        said = {"username": username, "password": PASSWORD}
        answer = session.post(f"{BASE}/api/v1/auth/login", json=said, timeout=30)
    answer.raise_for_status()
    return answer.json()["access_token"]


SESSIONS = Sessions()

#: Each has a quota of its own, and asking a hundred times a second uses one up in seconds.
KEYS = []

#: Half of them see the official record too.
NUMBER_OF_KEYS = 24


def make_keys():
    """Keys enough to ask as fast as it goes; those that the run itself gives and revokes are others."""
    for number in range(NUMBER_OF_KEYS):
        scopes = [*SCOPES, "suggestions:official"] if number % 2 else SCOPES
        secret, key_id = make_key(BASE, f"模糊测试{number + 1}", scopes)
        KEYS.append(secret)
        RECORDS.players.add(key_id)
TURN = itertools.count()


def role_for(operation_id):
    """Whoever may call it, in turns; the head of the deputies' committee where anybody may."""
    roles = MAY_CALL.get(operation_id) or ["DC_HEAD", "SYS_ADMIN", "DEPUTY"]
    return roles[next(TURN) % len(roles)]


@schemathesis.auth(refresh_interval=None)
class Credentials:
    """A bearer token: a player's, or the key of the third party."""

    def get(self, case, ctx):
        definition = ctx.operation.definition.raw
        schemes = {name for wanted in definition.get("security") or [] for name in wanted}
        if "key" in schemes:
            return KEYS[next(TURN) % len(KEYS)]
        if "bearer" not in schemes:
            return None
        operation_id = definition.get("operationId", "")
        role = role_for(operation_id)
        if operation_id in ENDS_A_SESSION:
            return sign_in(PLAYERS[role])
        return SESSIONS.token(role)

    def set(self, case, data, ctx):
        if data:
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


class Records:
    """Ids that exist, by the name under which a parameter or a property asks for them."""

    def __init__(self):
        self.by_name = {}
        self.by_collection = {}
        self.versions = {}
        self.players = set()

    def learn(self, collection, value, key=None):
        """Takes every id out of an answer."""
        if isinstance(value, dict):
            own = value.get("id")
            # Our players keep their sessions: somebody without one can try nothing more.
            if "user_agent" in value:
                return
            if isinstance(own, str):
                if collection:
                    self.add(self.by_collection, collection, own)
                if key:
                    self.add(self.by_name, f"{singular(key)}_id", own)
                if isinstance(value.get("version"), int):
                    self.versions[own] = value["version"]
            for name, inner in value.items():
                if name.endswith("_id") and isinstance(inner, str):
                    self.add(self.by_name, name, inner)
                self.learn(None, inner, name)
        elif isinstance(value, list):
            for inner in value:
                self.learn(collection, inner, key)

    def add(self, where, name, value):
        known = where.setdefault(name, [])
        # Our players keep their accounts.
        if value not in known and value not in self.players and len(known) < 40:
            known.append(value)

    def for_path(self, path, name):
        """Ids for the parameter `name` of `path`."""
        before = path.split("{" + name + "}")[0].rstrip("/")
        if "{" not in before and before in self.by_collection:
            return self.by_collection[before]
        if name == "id":
            return self.by_name.get(f"{singular(before.rsplit('/', 1)[-1])}_id", [])
        return self.by_name.get(name, [])


def singular(plural):
    plural = plural.replace("-", "_")
    return re.sub(r"s$", "", re.sub(r"ies$", "y", plural))


RECORDS = Records()


def read_house(schema):
    """Reads every list, and the first records of each, as somebody who may."""
    paths = schema.raw_schema["paths"]
    session = requests.Session()
    if "/api/v1/me" in paths:
        for role in PLAYERS:
            said = {"Authorization": f"Bearer {SESSIONS.token(role)}"}
            RECORDS.players.add(session.get(f"{BASE}/api/v1/me", headers=said, timeout=60).json()["account_id"])

    def read(path, operation):
        schemes = {name for wanted in operation.get("security") or [] for name in wanted}
        headers = {}
        if "key" in schemes:
            headers["Authorization"] = f"Bearer {KEYS[0]}"
        elif "bearer" in schemes:
            headers["Authorization"] = f"Bearer {SESSIONS.token(role_for(operation.get('operationId', '')))}"
        answer = session.get(f"{BASE}{path}", headers=headers, timeout=60)
        is_json = "json" in answer.headers.get("Content-Type", "")
        return answer.json() if answer.ok and is_json else None

    lists = [(path, item["get"]) for path, item in paths.items() if "get" in item and "{" not in path]
    for path, operation in lists:
        answer = read(path, operation)
        if isinstance(answer, dict) and isinstance(answer.get("items"), list):
            RECORDS.learn(path, answer["items"], path.rsplit("/", 1)[-1])
        elif answer is not None:
            RECORDS.learn(None, answer)
    # Twice: what the first round finds leads to what lies below it.
    for depth in (1, 2):
        for path, item in paths.items():
            names = re.findall(r"{(\w+)}", path)
            if "get" not in item or len(names) != depth or path.endswith((".pdf", ".docx")):
                continue
            for number in range(6):
                filled = path
                for name in names:
                    known = RECORDS.for_path(path, name)
                    if not known:
                        break
                    filled = filled.replace("{" + name + "}", known[number % len(known)])
                if "{" not in filled:
                    RECORDS.learn(None, read(filled, item["get"]))


@schemathesis.hook
def after_load_schema(context, schema):
    if not KEYS:
        make_keys()
    read_house(schema)


def choice(case, salt, options):
    """One of them: always the same for the same case."""
    said = json.dumps([case.path, case.query, case.path_parameters, salt], default=str, sort_keys=True)
    return options[zlib.crc32(said.encode("utf-8", "replace")) % len(options)]


def with_known_ids(case, value, name=None):
    """The value, with most of its ids replaced by ids that exist."""
    if isinstance(value, dict):
        return {key: with_known_ids(case, inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        singular_name = re.sub(r"_ids$", "_id", name) if name else None
        return [with_known_ids(case, inner, singular_name) for inner in value]
    known = RECORDS.by_name.get(name or "", [])
    if isinstance(value, str) and known and choice(case, name, range(4)):
        return choice(case, (name, value), known)
    return value


def spare_the_players(case):
    """Nobody locks our players out: their accounts and passwords stay as they are, whoever was given the right ones."""
    if case.method.upper() != "GET":
        for name, value in (case.path_parameters or {}).items():
            if value in RECORDS.players:
                case.path_parameters[name] = "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52"
    if isinstance(case.body, dict) and case.body.get("current_password") == PASSWORD:
        case.body["current_password"] = PASSWORD[::-1]


#: Documents of the whole county, set by a debug build, for every way of asking: those of a few matters say as much.
FEW = {
    "/api/v1/suggestions/print": {"assigned_from": "2026-06-08"},
    "/api/v1/suggestions/collection": {"assigned_from": "2026-06-08"},
    "/api/v1/suggestions/reports/yearly": {"year": 2025},
}


@schemathesis.hook
def before_call(context, case, kwargs):
    """Requests that are meant to be valid speak of records that exist."""
    spare_the_players(case)
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    path = case.operation.path
    target = None
    for name in list(case.path_parameters or {}):
        known = RECORDS.for_path(path, name)
        if known and choice(case, name, range(8)):
            target = choice(case, (name, "which"), known)
            case.path_parameters[name] = target
    if case.query:
        case.query = with_known_ids(case, dict(case.query))
    if path in FEW:
        case.query = {**(case.query or {}), **FEW[path]}
    if isinstance(case.body, dict):
        case.body = with_known_ids(case, case.body)
        if path == "/api/v1/standing/reports" and case.body.get("year") == 2026:
            case.body["year"] = 2025
    if target in RECORDS.versions and "If-Match" in (case.headers or {}) and choice(case, "version", range(4)):
        case.headers["If-Match"] = f'"{RECORDS.versions[target]}"'


@schemathesis.hook
def after_call(context, case, response):
    """A session that has ended is followed by a new one; a version that has changed is remembered."""
    if response.status_code == 401:
        SESSIONS.forget((case.headers or {}).get("Authorization", "").removeprefix("Bearer "))
    tag = (response.headers.get("etag") or [""])[0].strip('"')
    target = next(reversed((case.path_parameters or {"": None}).values()), None)
    if isinstance(target, str) and tag.isdigit():
        RECORDS.versions[target] = int(tag)
