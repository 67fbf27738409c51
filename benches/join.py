#!/usr/bin/env python3
"""Joins the items of many v2.1 collections to one large collection, to measure on.

    benches/join.py FOLDER OUT BYTES

Reads every v2.1 collection below FOLDER and takes their outermost items in turns (the first of each, the second of
each, ...), again from the start when all are used up, until OUT has about BYTES bytes. The same folder gives the same
file. The form is the one that the Postman app exports: tabs, and characters outside ASCII as they are.
"""

import json
import pathlib
import sys

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def collections(folder):
    """The outermost items of each v2.1 collection below the folder, in the order of the paths."""
    for path in sorted(folder.rglob("*")):
        try:
            content = json.loads(path.read_text(encoding="utf-8-sig"))
            schema, items = content["info"]["schema"], content["item"]
        except (OSError, ValueError, KeyError, TypeError):
            continue  # not every file below the folder is a collection
        if schema == SCHEMA and items:
            yield items


def in_turns(lists):
    """The first of each list, the second of each, ..., without end."""
    while True:
        for turn in range(max(map(len, lists))):
            yield from (items[turn] for items in lists if turn < len(items))


def main(folder, out, size):
    lists = list(collections(pathlib.Path(folder)))
    if not lists:
        sys.exit(f"there is no v2.1 collection below {folder}")
    parts, length = [], 0
    for item in in_turns(lists):
        part = json.dumps(item, indent="\t", ensure_ascii=False).replace("\n", "\n\t\t")
        parts.append(part)
        length += len(part.encode("utf-8", "surrogatepass"))
        if length >= int(size):
            break
    head = {"name": "Joined", "schema": SCHEMA}
    body = ",\n\t\t".join(parts)
    text = '{\n\t"info": ' + json.dumps(head, indent="\t").replace("\n", "\n\t") + ',\n\t"item": [\n\t\t' + body + "\n\t]\n}\n"
    # A lone surrogate has no UTF-8 form.
    pathlib.Path(out).write_bytes(text.encode("utf-8", "replace"))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
