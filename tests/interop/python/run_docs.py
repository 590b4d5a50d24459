"""Executes every block of code in docs/integrate/*.md as it stands there, and docs/integrate/requests.http.

`bash` runs in a folder of its own for each page; a `json` block right behind it is the shape of what it printed (`…` and
empty lists stand for anything). `js` and `python` are run, the script in `html` has to be served. `text` is for people.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import requests

ROOT = pathlib.Path(__file__).parents[3]
FOLDER = ROOT / "docs/integrate"
CLIENT = ROOT / "clients/typescript"
BASE, KEY = os.environ["DAIBIAO_BASE_URL"], os.environ["DAIBIAO_KEY"]
ENVIRONMENT = {**os.environ, "BASE": BASE, "KEY": KEY, "CLIENTS": str(ROOT / "clients")}

#: Its receivers are servers: tests/interop/node/webhooks/check.mjs starts and tries them.
ELSEWHERE = {"webhooks.md"}

BLOCK = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(words, cwd, **more):
    done = subprocess.run(words, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, **more)
    assert done.returncode == 0, f"ended with {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def same_shape(wanted, got, place="$"):
    """What the page shows is there, of the same kind; more may be there."""
    if wanted == "…":
        return
    if isinstance(wanted, dict):
        assert isinstance(got, dict), f"{place} is no object: {got!r}"
        for name, value in wanted.items():
            assert name in got, f"{place} has no {name}: {sorted(got)}"
            same_shape(value, got[name], f"{place}.{name}")
    elif isinstance(wanted, list):
        assert isinstance(got, list), f"{place} is no list: {got!r}"
        if wanted:
            assert got, f"{place} is empty"
            same_shape(wanted[0], got[0], f"{place}[0]")
    elif isinstance(wanted, str):
        assert wanted == got, f"{place}: {got!r} instead of {wanted!r}"
    else:
        assert type(wanted) is type(got), f"{place}: {got!r} is not like {wanted!r}"


def run_block(kind, code, printed, cwd):
    """What the block prints, if it is one that is run."""
    if kind == "bash":
        return run(["bash", "-euo", "pipefail", "-c", code], cwd)
    if kind == "json":
        if printed is not None:
            same_shape(json.loads(code), json.loads(printed))
        else:
            json.loads(code)
        return None
    if kind in ("js", "javascript"):
        # Beside the built client, so that its own name leads to it.
        file = CLIENT / "dist" / f"example-{os.getpid()}.mjs"
        file.write_text(code, encoding="utf-8")
        try:
            return run(["node", str(file)], cwd)
        finally:
            file.unlink()
    if kind == "python":
        return run([sys.executable, "-c", code], cwd)
    if kind == "html":
        for source in re.findall(r'<script src="([^"]+)"', code):
            answer = requests.get(source.replace("BASE", BASE), timeout=30)
            assert answer.ok and "javascript" in answer.headers["Content-Type"], f"{source}: {answer.status_code}"
        return None
    assert kind in ("text", "sql", "http"), f"a block of {kind or 'nothing'} cannot be run"
    return None


def run_page(page):
    text = page.read_text(encoding="utf-8")
    printed, ran = None, 0
    with tempfile.TemporaryDirectory() as cwd:
        for match in BLOCK.finditer(text):
            kind, _, code = match.groups()
            line = text[: match.start()].count("\n") + 1
            try:
                printed = run_block(kind, code, printed, cwd)
                ran += 1
            except (AssertionError, ValueError, OSError, subprocess.SubprocessError, requests.RequestException) as error:
                raise SystemExit(f"{page.relative_to(ROOT)}:{line}: {error}") from None
    for target in re.findall(r"\]\(((?:\.\./)*[\w./-]+)\)", text):
        if not target.startswith("/"):
            assert (page.parent / target).exists(), f"{page.name} points to {target}, which is not there"
    return ran


def filled(text, answers):
    """`{{…}}` replaced by what it stands for."""

    def value(match):
        name = match.group(1).strip()
        if name.startswith("$processEnv"):
            return ENVIRONMENT[name.split()[1]]
        if name in answers:
            return answers[name]
        request, _, path = name.partition(".response.body.$.")
        found = answers[f"request {request}"]
        for step in re.findall(r"[^.\[\]]+", path):
            found = found[int(step)] if step.isdigit() else found[step]
        return requests.utils.quote(str(found), safe="") if "cursor" in path else str(found)

    return re.sub(r"{{(.*?)}}", value, text)


def run_requests(file):
    """Each request of the file, in order."""
    head, *parts = re.split(r"^###", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    answers = {}
    for name, text in re.findall(r"^@(\w+) = (.*)$", head, re.MULTILINE):
        answers[name] = filled(text, answers)
    for part in parts:
        title, _, text = part.partition("\n")
        wanted = int(re.search(r"^# @expect (\d+)$", text, re.MULTILINE).group(1))
        named = re.search(r"^# @name (\w+)$", text, re.MULTILINE)
        lines = "\n".join(line for line in text.strip().splitlines() if not line.startswith("#"))
        top, _, body = filled(lines, answers).partition("\n\n")
        first, *headers = top.splitlines()
        method, url = first.split(" ", 1)
        said = dict(header.split(": ", 1) for header in headers)
        answer = requests.request(method, url, headers=said, data=body.encode() or None, timeout=60)
        assert answer.status_code == wanted, f"{file.name}:{title}: {answer.status_code} {answer.text[:500]}"
        if named:
            answers[f"request {named.group(1)}"] = answer.json()
    return len(parts)


if __name__ == "__main__":
    blocks = {page.name: run_page(page) for page in sorted(FOLDER.glob("*.md")) if page.name not in ELSEWHERE}
    number = run_requests(FOLDER / "requests.http")
    print(f"{sum(blocks.values())} blocks of {len(blocks)} pages, {number} requests")
