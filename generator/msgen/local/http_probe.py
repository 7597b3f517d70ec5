"""One HTTP request to a local server, without proxies and without a client library."""

from __future__ import annotations

import asyncio
import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_problem(self) -> bool:
        """It carries an RFC 9457 problem: the service itself said no."""
        return self.content_type.partition(";")[0].strip() == "application/problem+json"


class NoAnswerError(Exception):
    """Nobody listens, or no answer came in time."""


async def ask(url: str, *, method: str = "GET", body: bytes | None = None, seconds: float = 2.0) -> Answer:
    """The answer of a local server, waited for so many seconds at each step."""
    return await asyncio.to_thread(_ask, url, method, body, seconds)


def _ask(url: str, method: str, body: bytes | None, seconds: float) -> Answer:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=seconds)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    headers = {} if body is None else {"Content-Type": "application/json"}
    try:
        connection.request(method, target, body, headers)
        response = connection.getresponse()
        return Answer(response.status, response.headers.get("Content-Type", ""))
    except TimeoutError:
        raise NoAnswerError(f"no answer within {seconds:g} s") from None
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswerError(getattr(error, "strerror", None) or type(error).__name__) from error
    finally:
        connection.close()
