#!/usr/bin/env python3
"""Puts single faults into real collections, and counts how many are reported first at exactly the faulty place.

    benches/faults.py POSTSMITH FOLDER [COUNT] [SEED] [--keep OUT]

Takes the 20 largest v2.1 collections below FOLDER of up to 300 KB, puts COUNT faults (1000) into copies of them, one each, and
compares what `POSTSMITH check --format json` says before and after. A fault counts as hit when the first finding that is new names
its place: the JSON pointer, and for scripts the line as well. With --keep the copies and faults.json stay in OUT, for other validators.
"""

import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
FILES = 20
LARGEST = 300_000


def sources(folder):
    """The collections that faults are put into: path and content."""
    found = []
    for path in sorted(folder.rglob("*")):
        try:
            if path.stat().st_size > LARGEST:
                continue
            content = json.loads(path.read_text(encoding="utf-8-sig"))
            if content["info"]["schema"] == SCHEMA and content["item"]:
                found.append((path.stat().st_size, str(path), content))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # not every file below the folder is a collection
    found.sort(key=lambda one: (-one[0], one[1]))
    return [(path, content) for _, path, content in found[:FILES]]


def walk(value, pointer=""):
    """All objects with their pointers."""
    if isinstance(value, dict):
        yield pointer, value
        for key, inner in value.items():
            yield from walk(inner, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk(inner, f"{pointer}/{index}")


def places(content):
    """Where faults may go: (kind, pointer of the object, object)."""
    for pointer, value in walk(content):
        parts = pointer.split("/")
        if "response" in parts or "originalRequest" in parts:
            continue  # saved answers are history: most rules leave them alone
        last, owner = parts[-1], parts[-2] if len(parts) > 1 else ""
        if owner == "item":
            yield ("request" if "request" in value else "folder"), pointer, value
        elif owner == "event":
            yield "event", pointer, value
        elif owner == "header":
            yield "header", pointer, value
        elif last == "url":
            yield "url", pointer, value
        elif last == "info":
            yield "info", pointer, value
        elif last == "body":
            yield "body", pointer, value


def typo(word, chance):
    """The word with two neighbouring letters exchanged."""
    spots = [at for at in range(1, len(word) - 1) if word[at] != word[at + 1]]
    at = chance.choice(spots)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def script_lines(event):
    script = event.get("script")
    lines = script.get("exec") if isinstance(script, dict) else None
    return lines if isinstance(lines, list) and lines else None


# Each puts one fault into the object and returns the pointer that must be blamed, below the object; None: it cannot be put here.
def wrong_name_type(value, chance):
    if isinstance(value.get("name"), str):
        value["name"] = 5
        return "/name"


def blank_name(value, chance):
    if value.get("name"):
        value["name"] = chance.choice(["", " "])
        return "/name"


def wrong_url_type(value, chance):
    if isinstance(value.get("request"), dict) and "url" in value["request"]:
        value["request"]["url"] = 5
        return "/request/url"


def missing_url(value, chance):
    request = value.get("request")
    if isinstance(request, dict) and request.get("url"):
        del request["url"]
        return "/request"


def wrong_header_type(value, chance):
    if isinstance(value.get("request"), dict) and "header" in value["request"]:
        value["request"]["header"] = 5
        return "/request/header"


def wrong_response_type(value, chance):
    if "response" in value:
        value["response"] = "none"
        return "/response"


def misspelt_request_key(value, chance):
    request = value.get("request")
    if isinstance(request, dict):
        key = chance.choice([key for key in ("method", "header", "body", "auth") if key in request] or [None])
        if key and request[key]:
            request[typo(key, chance)] = request.pop(key)
            return "/request/" + list(request)[-1]


def misspelt_item_key(value, chance):
    if value.get("event"):
        value["evnet"] = value.pop("event")
        return "/evnet"


def no_auth_parameters(value, chance):
    request = value.get("request")
    if isinstance(request, dict) and "auth" not in request and "uthorization" not in json.dumps(request.get("header")):
        value["request"]["auth"] = {"type": chance.choice(["bearer", "basic", "apikey"])}
        return "/request/auth"


def unknown_auth_type(value, chance):
    if isinstance(value.get("request"), dict):
        value["request"]["auth"] = {"type": "bearerr", "bearerr": []}
        return "/request/auth/type"


def get_with_body(value, chance):
    request = value.get("request")
    if isinstance(request, dict) and request.get("method") == "GET" and not request.get("body"):
        if "protocolProfileBehavior" not in value:
            request["body"] = {"mode": "raw", "raw": "{\n  \"page\": 1\n}"}
            return "/request/body"


def bad_listen(value, chance):
    if value.get("listen") in ("test", "prerequest"):
        value["listen"] = {"test": "tests", "prerequest": chance.choice(["prerequests", "pre-request"])}[value["listen"]]
        return "/listen"


def missing_listen(value, chance):
    if value.pop("listen", None):
        return ""


def script_type(value, chance):
    script = value.get("script")
    if isinstance(script, dict) and script.get("type") == "text/javascript":
        script["type"] = chance.choice(["text/javscript", "javascript"])
        return "/script/type"


def exec_type(value, chance):
    script = value.get("script")
    if isinstance(script, dict) and "exec" in script:
        script["exec"] = 5
        return "/script/exec"


def broken_script(value, chance):
    lines = script_lines(value)
    if lines:
        at = chance.randrange(len(lines) + 1)
        if in_code(lines, at):
            lines.insert(at, "const = 1;")
            return f"/script/exec/{at}"


def await_in_script(value, chance):
    lines = script_lines(value)
    if lines:
        lines.append("await pm.sendRequest('https://example.org');")
        return f"/script/exec/{len(lines) - 1}"


def misspelt_pm(value, chance):
    lines = script_lines(value)
    if lines:
        lines.append("pm.enviroment.get('a');")
        return f"/script/exec/{len(lines) - 1}"


def in_code(lines, at):
    """Whether a statement may stand before line `at`: no string, comment or bracket is open there."""
    before = "\n".join(lines[:at])
    return not any(mark in before for mark in ("`", "/*")) and all(
        before.count(one) == before.count(other) for one, other in ("()", "[]", "{}")
    ) and (not before.strip() or before.rstrip().endswith((";", "}")))


def header_name(value, chance):
    if value.get("key") and not value.get("disabled") and "{{" not in value["key"]:
        value["key"] = chance.choice([value["key"] + " ", value["key"] + ":", value["key"].replace("-", " ") + " X"])
        return "/key"


def header_without_key(value, chance):
    if "key" in value:
        del value["key"]
        return ""


def malformed_authorization(value, chance):
    if value.get("key") and not value.get("disabled"):
        value["key"] = "Authorization"
        value["value"] = chance.choice(["Bearer  {{t}}", "Bearer{{t}}", "Bearer: {{t}}", "Bearer {{t}} ", "Bearer"])
        return "/value"


def raw_against_parts(value, chance):
    if isinstance(value.get("raw"), str) and isinstance(value.get("path"), list) and value["path"] and isinstance(value["path"][0], str):
        at = chance.randrange(len(value["path"]))
        if isinstance(value["path"][at], str) and value["path"][at] and not value["path"][at].startswith((":", "{")):
            value["path"][at] += "x"
            return f"/path/{at}"


def dynamic_variable(value, chance):
    if isinstance(value.get("raw"), str) and "?" not in value["raw"] and isinstance(value.get("path"), list):
        value["raw"] = value["raw"].rstrip("/") + "/{{$guidd}}"
        value["path"] = [part for part in value["path"] if part] + ["{{$guidd}}"]
        return "/raw"


def path_variable(value, chance):
    if isinstance(value.get("raw"), str) and "?" not in value["raw"] and "variable" not in value and value.get("path"):
        value["raw"] = value["raw"].rstrip("/") + "/:thing"
        value["path"] = [part for part in value["path"] if part] + [":thing"]
        return f"/path/{len(value['path']) - 1}"


def plain_http(value, chance):
    raw = value.get("raw")
    if isinstance(raw, str) and raw.startswith("https://") and value.get("protocol") == "https" and "{{" not in raw.split("/")[2]:
        value["raw"] = "http" + raw[5:]
        value["protocol"] = "http"
        return "/raw"


def port_type(value, chance):
    if isinstance(value.get("raw"), str):
        value["port"] = [8080]
        return "/port"


def info_schema(value, chance):
    value["schema"] = chance.choice([SCHEMA.replace("v2.1.0", "v2.1"), SCHEMA.replace("https", "http"), SCHEMA + "#"])
    return "/schema"


def info_name(value, chance):
    del value["name"]
    return ""


def body_mode(value, chance):
    if value.get("mode"):
        value["mode"] = "rwa"
        return "/mode"


def body_raw_type(value, chance):
    if value.get("mode") == "raw":
        value["raw"] = {"a": 1}
        return "/raw"


FAULTS = {
    "request": [wrong_name_type, blank_name, wrong_url_type, missing_url, wrong_header_type, wrong_response_type, misspelt_request_key,
                misspelt_item_key, no_auth_parameters, unknown_auth_type, get_with_body],
    "folder": [wrong_name_type, blank_name],
    "event": [bad_listen, missing_listen, script_type, exec_type, broken_script, await_in_script, misspelt_pm],
    "header": [header_name, header_without_key, malformed_authorization],
    "url": [raw_against_parts, dynamic_variable, path_variable, plain_http, port_type],
    "info": [info_schema, info_name],
    "body": [body_mode, body_raw_type],
}


def at(content, pointer):
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        content = content[int(token)] if isinstance(content, list) else content[token]
    return content


def make(contents, count, chance):
    """Faults in turns of their kinds: (name, index of the source, content, pointer to blame)."""
    spots = {}
    for index, (_, content) in enumerate(contents):
        for kind, pointer, _ in places(content):
            for fault in FAULTS[kind]:
                spots.setdefault(fault, []).append((index, pointer))
    made, tries = [], 0
    faults = [fault for fault in spots if spots[fault]]
    while len(made) < count and tries < count * 50:
        fault = faults[tries % len(faults)]
        tries += 1
        index, pointer = chance.choice(spots[fault])
        content = copy.deepcopy(contents[index][1])
        below = fault(at(content, pointer), chance)
        if below is not None:
            made.append((fault.__name__, index, content, pointer + below))
    return made


def check(postsmith, path):
    command = [postsmith, "check", "--format", "json", str(path)]
    return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)["findings"]


def main():
    keep = sys.argv.index("--keep") if "--keep" in sys.argv else None
    out = pathlib.Path(sys.argv[keep + 1]) if keep else None
    arguments = sys.argv[1:keep] if keep else sys.argv[1:]
    postsmith, folder = arguments[0], pathlib.Path(arguments[1])
    count = int(arguments[2]) if len(arguments) > 2 else 1000
    chance = random.Random(int(arguments[3]) if len(arguments) > 3 else 1)
    contents = sources(folder)
    faults = make(contents, count, chance)
    with tempfile.TemporaryDirectory() as scratch:
        home = out or pathlib.Path(scratch)
        home.mkdir(parents=True, exist_ok=True)
        before = []
        for index, (_, content) in enumerate(contents):
            path = home / f"source-{index}.json"
            path.write_text(json.dumps(content, indent="\t", ensure_ascii=False), encoding="utf-8")
            before.append({(one["rule"], one["pointer"], one["message"]) for one in check(postsmith, path)})
        hits, by_fault = 0, {}
        for number, (name, index, content, pointer) in enumerate(faults):
            path = home / f"fault-{number}.json"
            path.write_text(json.dumps(content, indent="\t", ensure_ascii=False), encoding="utf-8")
            new = [one for one in check(postsmith, path) if (one["rule"], one["pointer"], one["message"]) not in before[index]]
            hit = bool(new) and new[0]["pointer"] == pointer
            hits += hit
            tally = by_fault.setdefault(name, [0, 0])
            tally[0] += hit
            tally[1] += 1
            if not hit:
                said = f"{new[0]['rule']} at {new[0]['pointer']}" if new else "nothing new"
                print(f"missed: {name} in {contents[index][0]} at {pointer}: {said}")
        for name, (hit, all_) in sorted(by_fault.items()):
            print(f"{hit:4} of {all_:4}  {name}")
        print(f"{hits} of {len(faults)} faults reported first at exactly their place: {hits / len(faults):.3f}")
        if out:
            listed = [{"file": f"fault-{number}.json", "source": f"source-{index}.json", "fault": name, "pointer": pointer}
                      for number, (name, index, _, pointer) in enumerate(faults)]
            (out / "faults.json").write_text(json.dumps(listed))


if __name__ == "__main__":
    main()
