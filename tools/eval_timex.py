#!/usr/bin/env python3
"""Groups the lines of `entente time` by document, in the shape that the scorer reads (make eval only).

usage: eval_timex.py GOLD.jsonl LINES.jsonl
"""
import json
import sys

by = {}
for line in open(sys.argv[2], encoding="utf8"):
    r = json.loads(line)
    by.setdefault(r["doc"], []).append({k: r[k] for k in ("start", "end", "type", "value", "mod")})
for line in open(sys.argv[1], encoding="utf8"):
    d = json.loads(line)["doc"]
    print(json.dumps({"doc": d, "timex": by.get(d, [])}))
