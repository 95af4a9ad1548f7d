# pyright: basic, reportMissingImports=false, reportMissingModuleSource=false
"""Reads expressions with dateparser. Rows come in, details go out, one JSON object a line.

English, month before day, the future preferred; an hour counts as given where the library says that one was.
"""

import json
import sys
from datetime import datetime

from dateparser.date import DateDataParser


def main() -> None:
    for line in sys.stdin:
        row = json.loads(line)
        print(json.dumps({"id": row["id"], "details": _read(row["text"], datetime.fromisoformat(row["now"]))}))


def _read(text: str, now: datetime) -> dict[str, str]:
    settings = {
        "RELATIVE_BASE": now,
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": "MDY",
        "RETURN_TIME_AS_PERIOD": True,
    }
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(text)
    if found.date_obj is None:
        return {}
    details = {"date": f"{found.date_obj:%Y-%m-%d}"}
    return {**details, "time": f"{found.date_obj:%H:%M}"} if found.period == "time" else details


if __name__ == "__main__":
    main()
