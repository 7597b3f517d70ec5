"""How often a call is made."""

from __future__ import annotations

from decimal import Decimal

from msgen.analysis.calls import CallSite
from msgen.analysis.visits import missing_peaks
from msgen.lint.rates import number, rate
from msgen.lint.review import Review


def known_rate(review: Review, site: CallSite) -> Decimal | None:
    """lam_call, per second and pod; `None` where no journey leads here, or one whose peak nobody gave."""
    found = review.analysis.calls_per_pod[site.path]
    journeys = {
        name: reached[site.caller] for name, reached in review.analysis.visits.items() if site.caller in reached
    }
    return found if found > 0 and not missing_peaks(review.topology, journeys) else None


def shown_rate(review: Review, site: CallSite) -> str:
    """`384/s on 3 pods`."""
    pods = max(1, review.topology.services[site.service].scaling.minimum)
    whole = rate(review.analysis.load.calls[site.path])
    return f"{whole} on {number(Decimal(pods))} pod{'s' if pods > 1 else ''}"
