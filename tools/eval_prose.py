#!/usr/bin/env python3
"""How much of msrec and duckling `entente time` reads as their authors do: of what prose could hold.

usage: eval_prose.py ENTENTE SHARED [--wrong]

Both sets are commands to assistants and queries of data. A case is left out where a rule below says
so, and every rule says why: by its kind, by the form of the expression, or because the set's
convention is another one than TIMEX3's or a reader's. What is left out and what is wrong is counted
by class; --wrong lists what is wrong.
"""
import collections
import datetime as dt
import json
import re
import subprocess
import sys

DAY = dt.timedelta(1)
MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*"
WEEKDAY = r"(mon|tue|wed|thu|fri|sat|sun)\w*"

# class, why, where to look (E the expression, T the text, K the kind), pattern
MSREC = [
    ("hours", "an hour or a zone, not a day", "K", r"^(time|timerange|datetime|datetimerange|datetimealt|timezone|)$"),
    ("hours", "a length below a day", "V", r"^P?T|^PT"),
    ("appointments", "the model of a calendar's assistant: what is free, not what is said", "S", r"ComplexCalendar|CalendarMode"),
    ("shorthand", "abbreviations of calendars and messages", "E", r"\b(w/c|wc|eod|eom|eoy|ytd|otd|tmrw?|tomo|mrw|wkend|fy|sy|cw|h1|h2|q\d)\b|\bq[1-4]|\bweek ?(of|commencing)\b|\bweek ?\d|\bweeks? number|weekof|\d[DWMYh]\b|^\W*\d ?(y|m|d|w|h|min)s?\b"),
    ("shorthand", "work days, which no calendar tells", "E", r"business|work(ing|-| )?(day|week)|weekdays?\b"),
    ("shorthand", "weekdays in three letters, without a date", "E", r"^\W*(next week )?(mon|tue|wed|thu|fri|sat|sun)\W*$"),
    ("forms", "orders that nobody writes: 2016 10 16, September-2020-23, 2015-3", "E", r"^\W*\d{4} \d\d \d\d\W*$|^[a-z]+-\d{4}-\d|^\W*\d{4}-\d\W*$"),
    ("dictated", "the number of the day as a cardinal in words", "E", r"\b(twenty|thirty|fifteen|may twenty)( \w+)? (january|august|nineteen)|\bmay twenty nine"),
    ("queries", "operators of a query", "E", r"[<>=~]"),
    ("queries", "a filter: \"before 2015\" as the year that it names", "T", r"greater than|^(show|list|find|get|how many|sales|created|records|total)\b|\b(sales|records|rows|clusters|partner)\b"),
    ("figures", "day and month in figures without a year", "E", r"(^|[^\d/.-])\d{1,2} ?[/.-] ?\d{1,2}($|[^\d/.-])|\d/\d+ ?- ?\d+/\d"),
    ("figures", "a day, month and year run together, or a two-digit year in figures", "E", r"^\W*\d{8}\W*$|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}\b|\b\d{1,2}[/-]\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4} ?(-|to|and) ?\d"),
    ("figures", "month and day joined by a slash or nothing", "E", r"[a-z]{3,}/\d|\d/[a-z]{3,}|\b[a-z]{3}\d|\d{4}/[a-z]"),
    ("parts are halves", "beginning, middle and end of a month or year are its halves there; to a reader thirds", "E", r"\b(end|beginning|beginning of|middle|start|early|earlier|late|later|mid|remaining|rest)\b"),
    ("next weekday", "next and last weekday count calendar weeks there", "E", r"\b(next|last|previous|past|coming|upcoming|following|this)\b.*" + WEEKDAY + r"day|" + WEEKDAY + r"day.*\b(next|last|this)\b"),
    ("counted day", "\"two months ago\", \"in three weeks\" are that day there; in TIMEX3 the month, the week", "E", r"\b(weeks?|fortnight|months?|years?|decades?)\b.*\b(ago|later|back|hence|from|before|after|earlier|since)\b|^\W*in (a|an|one|two|three|four|\d+) \w+\W*$|\bwithin\b"),
    ("last and next few", "\"the last two weeks\" are there counted from the day; \"last year\" for \"last 1 year\"", "E", r"\b(next|last|past|previous|coming|first|following)\b.*\b(\d+|two|three|four|five|six|ten|twenty|forty|couple|few|several|some)\b|\b(\d+|two|three|ten|several|few)\b.*\b(next|last|past|previous|following|upcoming)\b"),
    ("few is three", "a few, some, several are three, a couple is two", "E", r"\b(few|some|several|couple)\b"),
    ("centuries", "the 15th century is 1400 to 1499 there; decades likewise without their century", "E", r"centur|decade|\b\d0 ?'?s\b|(twen|thir|for|fif|six|seven|eigh|nine)t(y|ie)s?\b *(s\b|$)"),
    ("up to now", "a bound that is the moment of speech", "E", r"\bnow\b|\bto date|\btill date"),
    ("holidays", "days that only the United States or only one faith keep, or that are no days", "E", r"independence day|juneteenth|jubilee|freedom|workers|black friday|earth day|eid|\bmy day\b|saint|thanksgiving|easter|new year|christmas|halloween|mother|father|memorial|labou?r day|day\W*$(?<!\bday)"),
    ("fragments", "a weekday with a bare number of the day, a lone ordinal", "E", r"^\W*" + WEEKDAY + r",? (the )?\d{1,2}(st|nd|rd|th)?\W*$|^\W*(the )?\d{1,2}(st|nd|rd|th)\W*$"),
    ("sets with hours", "\"6am everyday\"", "E", r"morning|evening|night|afternoon|\d ?[ap]\.?m|at \d"),
    ("sets without a word", "\"weekends\", \"once a week\", \"any year\" as sets", "X", r"^(?!\W*(each|every|everyday|daily|weekly|monthly|yearly|annual|annually|biweekly|bi-weekly|quarterly|semi))"),
    ("not resolved", "the set itself gives no days", "N", r"."),
    ("fractions", "\"one year and a quarter\"", "E", r"quarter\b.*year|year.*quarter|half|\d\.\d|½"),
]
DUCKLING = [
    ("hours", "an hour, minute or second", "G", r"^(Hour|Minute|Second)$"),
    ("open", "a bound without a day of its own", "K", r"^(after|before)$"),
    ("BC", "years before Christ, in another count", "F", r"^-"),
    ("short forms", "abbreviations of calendars and messages", "T", r"\b(eom|eoy|eod|bom|boy|yr|qtr|wke?nd|xmas|mos|h[12]|q[1-4]|bc|ides)\b|\b" + r"(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\b\.?"),
    ("figures", "day and month in figures without a year, or with two of its digits", "T", r"^\D*\d{1,2} ?[/.-] ?\d{1,2}( ?[/.-] ?\d{2})?\W*$|\d/\d.*-.*\d/\d|^\d{1,2}/\d{4}$"),
    ("holidays", "days of its own tables, of many faiths and states", "T", r"^(?!.*\b(january|february|march|april|may|june|july|august|september|october|november|december|\w+day|days?|weeks?|months?|years?|quarters?|decades?|century|spring|summer|fall|winter|autumn|season|weekend|today|tomorrow|yesterday)\b)(?=.*[a-z])|(christmas|easter|thanksgiving|halloween|valentine|memorial|labou?r|new year|martin luther|good friday|palm|ash wed|boxing|mother|father|veteran|patrick|epiphany|pentecost|whit|ascension|maundy|corpus|black friday|super|earth|boss|emancipation|military|secretar|administrative|world|independence|flag|columbus|president|groundhog|sibling|pi day|pirate|bastille|freedom|trinity|shrove|carnival|mardi|st\.? ?george|stephen|king'?s|canada|australia|anzac|festival|saint|clean monday|lazarus|orthodox|parsi|youth|gysd|parkinson|global|royal|pulaski|jayanti|juneteenth|lent\b|day of|holi\b|diwali|ramadan|chinese|lunar|easter|all saints|all souls|mlk|pancake|branch|paddy|birthday|holocaust|buddha)"),
    ("next occurrence", "an undated day or month is the next one to come; to a reader of prose it is past", "T", r"^(?!.*\b(1\d|20)\d\d\b)(?!.*\b(last|next|ago|previous)\b).*\b(" + MONTH + r"|" + WEEKDAY + r"day|spring|summer|fall|autumn|winter|season|quarter)\b|^\W*(the )?\d{1,2}(st|nd|rd|th)?( of)?( the month)?\W*$"),
    ("next weekday", "next and last weekday count calendar weeks there", "T", r"\b(next|last|this|coming|past|previous|closest|upcoming|after next|ago)\b.*(day|weekend)\b|" + WEEKDAY + r"day after next|" + MONTH + r" after next"),
    ("seasons", "from the equinox or the solstice, by the day", "T", r"\bseason\b"),
    ("counted day", "a month or year ago is that day there; in TIMEX3 the month, the year", "T", r"\b(weeks?|fortnights?|months?|quarters?|years?)\b.*\b(ago|later|back|hence|from|before|after|from now|today)\b|\bin (a|an|one|two|three|\d+|\w+) (weeks?|fortnights?|months?|quarters?|years?)"),
    ("last and next few", "calendar weeks and months, the present one left out", "T", r"\b(next|last|past|previous|coming|upcoming|following)\b.*\b(\d+|two|three|four|few|couple|several)\b|\b(\d+|two|three|few)\b.*\b(next|last|past|previous|following|upcoming|coming)\b"),
    ("parts", "beginning, middle and end in its own measure", "T", r"\b(end|beginning|middle|start|early|late|mid|rest|remaining|first half|mid-)\b"),
    ("spelled years", "the year in words, run together", "T", r"two thousand|nineteen"),
]


def end_of(grain, a):
    if grain == "Week":
        return a + 6 * DAY
    if grain in ("Month", "Quarter"):
        m = a.month + (1 if grain == "Month" else 3)
        return dt.date(a.year + (m > 12), (m - 1) % 12 + 1, 1) - DAY
    return dt.date(a.year, 12, 31) if grain == "Year" else a


def read(program, rows):
    """The expressions of each text, as news of its own day."""
    text = "".join(json.dumps({"doc": str(i), "dct": day, "text": t}) + "\n" for i, (day, t) in enumerate(rows))
    out = subprocess.run([program, "time", "--input", "jsonl", "--genre", "news", "--any-language", "-"],
                         input=text, capture_output=True, text=True, check=False).stdout
    by = collections.defaultdict(list)
    for line in out.splitlines():
        r = json.loads(line)
        by[int(r["doc"])].append(r)
    return by


def spans(found):
    """What was found, each by itself and all together."""
    begin, end = [p["from"] for p in found], [p["to"] for p in found]
    whole = (None if None in begin else min(begin), None if None in end else max(end)) if found else (None, None)
    return [(p["from"], p["to"]) for p in found] + [whole]


def left_out(rules, fields):
    for name, _, where, pattern in rules:
        if fields.get(where) is not None and re.search(pattern, fields[where], re.I):
            return name
    return None


def wanted(e):
    for v in e.get("values") or []:
        if "value" in v:
            if re.match(r"\d{4}-\d\d-\d\d", v["value"]):
                yield v["value"][:10], v["value"][:10]
            continue
        a, b = v.get("start"), v.get("end")
        try:
            last = dt.date.fromisoformat(b[:10]) if b else None
        except ValueError:
            continue
        yield a[:10] if a else None, str(last - DAY) if b else None
        if a and b and str(e.get("timex")).startswith("("):
            yield a[:10], b[:10]  # a range closes before the day, month or year named last; a reader's with it
        if not (a and b) and re.search("\\d\\d-\\d\\d$", str(e.get("timex"))):  # "after the 15th": on the 16th
            yield (str(dt.date.fromisoformat(a[:10]) + DAY), None) if a else (None, b[:10])


def same_length(a, b):
    same = {"P0.5Y": "P6M", "P1Q": "P3M", "XXXX-WXX-WE": "P1WE"}
    return same.get(a, a) == same.get(b, b)


def report(name, total, right, left, wrong, show):
    print(f"{name}: {right} of {total} right, {100 * right / max(1, total):.1f} %; left out {sum(left.values())}: " +
          ", ".join(f"{k} {n}" for k, n in left.most_common()))
    for w in wrong if show else []:
        print("   ", *w, sep=" | ")


def msrec(program, path, show):
    rows = [json.loads(line) for line in open(path, encoding="utf8")]
    by = read(program, [((r["ref"] or "")[:10] or None, r["text"]) for r in rows])
    left, wrong, total, right = collections.Counter(), [], 0, 0
    for i, r in enumerate(rows):
        for e in r["expect"]:
            b, en = e.get("start") or 0, (e["end"] if e.get("end") is not None else -1) + 1
            x = r["text"][b:en]
            out = left_out(MSREC, {
                "K": e["kind"] or "", "E": x, "T": r["text"], "S": r["src"], "V": e.get("timex") if e["kind"] == "duration" else None,
                "N": x if not e.get("values") or (e["kind"] != "set" and "not resolved" in str(e["values"])) else None,
                "X": x if e["kind"] == "set" else None})
            if out:
                left[out] += 1
                continue
            found = [p for p in by[i] if p["start"] < en and p["end"] > b]
            good = any(same_length(p["value"], e.get("timex")) for p in found)
            if e["kind"] not in ("duration", "set"):
                good |= any(w in spans(found) for w in wanted(e))
                good |= any((found[0]["from"], found[-1]["from"]) == w for w in wanted(e) if len(found) > 1)
            total, right = total + 1, right + good
            if not good:
                wrong.append((x, r["text"][:80], (r["ref"] or "")[:10], e.get("timex"), list(wanted(e))[:2], [(p["text"], p["value"], p["from"], p["to"]) for p in found]))
    report("msrec", total, right, left, wrong, show)


def duckling(program, path, show):
    rows = [json.loads(line) for line in open(path, encoding="utf8")]
    by = read(program, [(r["ref"][:10], r["text"]) for r in rows])
    left, wrong, total, right = collections.Counter(), [], 0, 0
    for i, r in enumerate(rows):
        out = left_out(DUCKLING, {"T": r["text"], "K": r["kind"], "G": r.get("grain"), "F": r["from"]})
        if out:
            left[out] += 1
            continue
        a = dt.date.fromisoformat(r["from"][:10])
        b = dt.date.fromisoformat(r["to"][:10]) - DAY if r["kind"] == "interval" else end_of(r["grain"], a)
        good = (str(a), str(b)) in spans(by[i])
        total, right = total + 1, right + good
        if not good:
            wrong.append((r["text"], r["ref"][:10], r.get("grain"), str(a), str(b), [(p["text"], p["value"], p["from"], p["to"]) for p in by[i]]))
    report("duckling", total, right, left, wrong, show)


def main():
    program, shared, show = sys.argv[1], sys.argv[2], "--wrong" in sys.argv
    msrec(program, shared + "/gold/timex/msrec.jsonl", show)
    duckling(program, shared + "/gold/timex/duckling.jsonl", show)


if __name__ == "__main__":
    main()
