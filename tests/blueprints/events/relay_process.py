"""A relay as a process of its own, to be killed: arguments are the database, the broker and the lease."""

from __future__ import annotations

import asyncio
import sys

from stored_service.adapters.db._gen.engine import Database
from stored_service.adapters.db._gen.outbox import Outbox
from stored_service.adapters.events._gen.factory import create_broker
from stored_service.adapters.events._gen.naming import stream_of
from stored_service.adapters.events._gen.relay import Relay


async def run(database_url: str, broker_url: str, lease: float) -> None:
    broker = create_broker(broker_url)
    outbox = Outbox(Database(database_url))
    await Relay(outbox, broker, [stream_of("shop", "ordering")], batch=20, poll=0.01, lease=lease).start()
    print("started", flush=True)
    await asyncio.Event().wait()


asyncio.run(run(sys.argv[1], sys.argv[2], float(sys.argv[3])))
