# pyright: basic, reportMissingImports=false, reportMissingModuleSource=false
"""Reads expressions with recognizers-text. Rows come in, details go out, one JSON object a line.

Of several days the first that is not over counts, of several hours none: the library leaves that choice to its caller.
Its TIMEX of a set is written as a rule where it is one of the plain ones.
"""

import json
import re
import sys
from datetime import datetime

from recognizers_date_time import recognize_datetime
from recognizers_text import Culture

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_UNITS = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}


def main() -> None:
    for line in sys.stdin:
        row = json.loads(line)
        details = _read(row["text"], datetime.fromisoformat(row["now"]))
        print(json.dumps({"id": row["id"], "details": details}))


def _read(text: str, now: datetime) -> dict[str, str]:
    details: dict[str, str] = {}
    for found in recognize_datetime(text, Culture.English, reference=now):
        values = (found.resolution or {}).get("values") or []
        details = {**_details(values, now), **details}
    return details


def _details(values: list[dict[str, str]], now: datetime) -> dict[str, str]:
    kind = values[0].get("type") if values else None
    if kind == "set":
        return _rule(values[0]["timex"])
    if kind not in {"date", "time", "datetime"}:
        return {}
    given = [each["value"] for each in values if "value" in each]
    if kind == "time":
        return {"time": given[0][:5]} if len(set(given)) == 1 else {}
    if kind == "date":
        ahead = [each for each in given if each >= f"{now:%Y-%m-%d}"] or given[-1:]
        return {"date": ahead[0]} if ahead else {}
    ahead = [each for each in given if each >= f"{now:%Y-%m-%d %H:%M:%S}"] or given[-1:]
    if not ahead:
        return {}
    on, at = ahead[0].split(" ")
    hours = {each.split(" ")[1] for each in ahead if each.startswith(on)}
    return {"date": on, "time": at[:5]} if len(hours) == 1 else {"date": on}


def _rule(timex: str) -> dict[str, str]:
    day, _, at = timex.partition("T")
    details = {"time": f"{at}:00"[:5]} if re.fullmatch(r"\d\d(:\d\d)*", at) else {}
    if match := re.fullmatch(r"P(\d+)([DWMY])", day):
        number, unit = match.groups()
        every = f";INTERVAL={number}" if number != "1" else ""
        return {**details, "recurrence": f"FREQ={_UNITS[unit]}{every}"}
    if match := re.fullmatch(r"PT(\d+)H", timex):
        return {"recurrence": f"FREQ=HOURLY;INTERVAL={match[1]}"}
    if match := re.fullmatch(r"XXXX-WXX-(\d)", day):
        return {**details, "recurrence": f"FREQ=WEEKLY;BYDAY={_DAYS[int(match[1]) - 1]}"}
    if match := re.fullmatch(r"XXXX-XX-(\d\d)", day):
        return {**details, "recurrence": f"FREQ=MONTHLY;BYMONTHDAY={int(match[1])}"}
    if match := re.fullmatch(r"XXXX-(\d\d)-(\d\d)", day):
        return {**details, "recurrence": f"FREQ=YEARLY;BYMONTH={int(match[1])};BYMONTHDAY={int(match[2])}"}
    return details if day else {**details, "recurrence": "FREQ=DAILY"}


if __name__ == "__main__":
    main()
