"""Renders a spec with Copier's public `run_copy`: what the same blueprints cost without msgen's own engine."""

from __future__ import annotations

import sys

from msgen.contracts.allocation import allocate
from msgen.contracts.numbers import Numbers
from msgen.plan.planner import build
from msgen.rendering.blueprint import load
from msgen.rendering.engine import render_blueprint
from msgen.spec import parse, read
from msgen.topology import resolve

topology = resolve(parse(read(sys.argv[1])))
for job in build(topology, allocate(topology, Numbers())).jobs:
    render_blueprint(load(job.blueprint), job.view, None, in_memory=False)
