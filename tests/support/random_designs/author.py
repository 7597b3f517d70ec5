"""The whole of a random system, and what goes across its services: sagas and journeys."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from .draws import SIZES, WORDS, Written
from .surroundings import Surroundings


class Author(Surroundings):
    """Writes one system; what it draws, and in which order, depends on its `random` alone."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.is_extreme = random.random() < 0.6
        self.density = random.choice((0.05, 0.3, 0.7))
        self.contexts = [f"area-{number}" for number in range(random.randint(1, 4))]
        self.teams = [f"team-{number}" for number in range(random.randint(0, 3))]
        self.externals = [f"outside-{number}" for number in range(random.randint(0, 3))]
        self.sketches = [self._sketch(word) for word in random.sample(WORDS, random.choice(SIZES))]
        self.events = [event for sketch in self.sketches for event in sketch.events]

    def system(self) -> Written:
        return {
            "msgen": 1,
            "name": "random",
            **self._some(
                profile=lambda: self._one("minimal", "standard", "production"),
                defaults=self._defaults,
                platform=self._platform,
                telemetry=lambda: {"labels": {"tenant": self._count(), "plan": self._count()}},
            ),
            "teams": {team: self._team() for team in self.teams},
            "actors": {"customer": "Buys"},
            "externals": {name: self._external() for name in self.externals},
            "contexts": {name: self._context(name) for name in self.contexts},
            **self._some(context_map=self._context_map),
            "services": {sketch.name: self._service(sketch) for sketch in self.sketches},
            **self._some(
                sagas=self._sagas,
                journeys=self._journeys,
                environments=self._environments,
                experiments=self._experiments,
                decisions=self._decisions,
                waivers=self._waivers,
                likely=True,
            ),
        }

    def _sagas(self) -> Written:
        commands = [f"{sketch.name}.{name}" for sketch in self.sketches for name in sketch.commands]
        published = [event for sketch in self.sketches for event in sketch.events]
        if not commands or not published:
            return {}
        return {
            f"saga-{number}": {
                "trigger": self._one(*published),
                **self._some(
                    style=lambda: self._one("orchestration", "choreography"),
                    coordinator=lambda: self._one(*self.sketches).name,
                    deadline=self._duration,
                    isolation=lambda: self._one("lock", "version", "none"),
                ),
                "steps": [self._step(f"step-{step}", commands) for step in range(self.random.randint(1, 4))],
            }
            for number in range(self.random.randint(0, 2))
        }

    def _step(self, name: str, commands: Sequence[str]) -> Written:
        return {
            "name": name,
            "do": self._one(*commands),
            **self._some(
                compensate=lambda: self._one(*commands), pivot=lambda: self._one(True, False), timeout=self._duration
            ),
        }

    def _journeys(self) -> Written:
        entries = [f"{sketch.name}.{name}" for sketch in self.sketches for name in sketch.operations]
        number = self.random.randint(0, 4) if entries else 0
        return {f"journey-{index}": self._journey(entries) for index in range(number)}

    def _journey(self, entries: list[str]) -> Written:
        return {
            "entry": self._one(self._one(*entries), self._several(entries)) or entries,
            **self._some(actor=lambda: "customer", peak=self._rate, availability=self._percentage, likely=True),
            **self._some(
                growth=lambda: self._one("0%", "60%", "10000%") if self.is_extreme else "60%",
                peak_factor=self._number,
                ramp=self._duration,
                latency_p99=self._duration,
                criticality=lambda: self._one("high", "normal"),
            ),
        }
