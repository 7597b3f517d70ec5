"""Runs the sample service as a process of its own: `live.py FOLDER`, FOLDER holding the package."""

import sys

sys.path.insert(0, sys.argv[1])

from life import Service
from sample_service.platform.lifecycle import run, serve
from sample_service.platform.logging import configure_logging


async def main() -> int:
    configure_logging("orders")
    return await serve(Service().runtime())


sys.exit(run(main))
