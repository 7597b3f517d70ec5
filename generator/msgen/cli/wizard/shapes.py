"""What a service offers and where it stores, in one word: `rest+grpc/postgres`."""

from __future__ import annotations

from msgspec import Struct

LIKE = "like:"
"""Before the name of a service whose answers are taken over."""


class Shape(Struct, frozen=True):
    protocols: tuple[str, ...]
    """Empty for a worker."""
    engine: str

    @classmethod
    def of(cls, written: str, *, first: bool) -> Shape:
        """The shape of a word; where none is said, the first service talks to browsers and the others to services."""
        protocols, _, engine = (written or ("rest/postgres" if first else "grpc/postgres")).partition("/")
        return cls(tuple(each for each in protocols.split("+") if each), engine)

    @property
    def word(self) -> str:
        return f"{'+'.join(self.protocols)}/{self.engine}"

    @property
    def stores(self) -> bool:
        return self.engine != "none"


SHAPES = {
    "rest/postgres": ("REST and PostgreSQL", "browsers and partners call it"),
    "grpc/postgres": ("gRPC and PostgreSQL", "other services call it"),
    "rest+grpc/postgres": ("REST, gRPC, PostgreSQL", "both call it"),
    "rest/sqlite": ("REST and SQLite", "one pod, a file instead of a server"),
    "rest/none": ("REST, stores nothing", "it asks others"),
    "grpc/none": ("gRPC, stores nothing", "it computes"),
    "/postgres": ("worker with PostgreSQL", "no API: it listens to events"),
}
