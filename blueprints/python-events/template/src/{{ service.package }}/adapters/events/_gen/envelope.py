"""From an event to the message that carries it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import quote
from uuid import UUID, uuid4
from zlib import crc32

from ....domain._gen.event import Event
from .broker import Message

MESSAGE_ID = "Nats-Msg-Id"
"""The header by which the broker drops what was sent twice."""
EVENT_ID = "ce-id"
_LARGEST_PAYLOAD = 1_000_000
"""Bytes; what every broker takes unless told otherwise."""
_PRINTABLE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%')


def no_headers() -> Mapping[str, str]:
    """For a service without tracing."""
    return {}


class Envelope:
    """Puts events into messages: JSON, with the headers of CloudEvents 1.0 in binary mode."""

    def __init__(
        self,
        system: str,
        service: str,
        *,
        partitions: int | None = None,
        trace_headers: Callable[[], Mapping[str, str]] = no_headers,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], UUID] = uuid4,
    ) -> None:
        """With `partitions`, events of one key always get the same one of so many subjects."""
        self._source = f"/{system}/{service}"
        self._partitions = partitions
        self._trace_headers = trace_headers
        self._clock = clock
        self._new_id = new_id

    def seal(self, event: Event) -> Message:
        """The message of this event, with an id of its own."""
        payload = event.model_dump_json(by_alias=True).encode()
        if len(payload) > _LARGEST_PAYLOAD:
            size = f"{len(payload)} bytes, at most {_LARGEST_PAYLOAD} can be sent"
            raise ValueError(f"the event `{event.subject}` has {size}")
        event_id = str(self._new_id())
        key = _key(event)
        headers = {
            EVENT_ID: event_id,
            "ce-source": self._source,
            "ce-specversion": "1.0",
            "ce-time": self._clock().isoformat(),
            "ce-type": event.subject,
            "content-type": "application/json",
            MESSAGE_ID: event_id,
            **self._trace_headers(),
        }
        if key is not None:
            headers["ce-subject"] = quote(key, safe=_PRINTABLE)
        return Message(event_id, self._subject(event, key), payload, headers, key)

    def _subject(self, event: Event, key: str | None) -> str:
        if self._partitions is None:
            return event.subject
        return f"{event.subject}.p{crc32((key or '').encode()) % self._partitions}"


def _key(event: Event) -> str | None:
    return None if event.key_field is None else str(getattr(event, event.key_field))
