"""One line of JSON per cell of the floor: `python cells.py REDIS_URL DSN SECONDS operation/batch/in_flight …`."""
from __future__ import annotations

import asyncio
import json
import sys

import uvloop

import floor

PER_SECOND = {"consume": 300_000, "durable_consume": 100_000}


async def main(redis_url: str, dsn: str, box: float, cells: list[str]) -> None:
    opened = await floor._open(redis_url, dsn, int(asyncio.get_running_loop().time() * 1000))
    await opened.pool.execute(floor.TABLE)
    for cell in cells:
        operation, batch, in_flight = cell.split("/")
        if operation in PER_SECOND:
            cap = min(PER_SECOND[operation], int(batch) * int(in_flight) * 2_000)
            await floor._fill(opened, int(cap * box), operation.startswith("durable"))
        total, seconds = await opened.run(operation, int(batch), int(in_flight), box)
        print(json.dumps({"cell": cell, "rate": total / seconds}), flush=True)
        await opened.redis.delete("floor")
    await opened.pool.execute("DROP TABLE tasks")
    await floor._close(opened)


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4:]))
