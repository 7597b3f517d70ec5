"""The names under which events and their failures travel."""

from __future__ import annotations

from .broker import Stream


def stream_of(
    system: str,
    context: str,
    *,
    name: str = "",
    older: tuple[str, ...] = (),
    max_age: float = 0.0,
    replicas: int = 1,
) -> Stream:
    """The stream of all events of a context; `max_age` in seconds.

    A context that was renamed keeps the `name` that its stream had first; `older` are names of
    the context under which events may still come.
    """
    subjects = tuple(f"{system}.{each}.>" for each in (context, *older))
    return Stream(name or f"{system}_{context}".upper(), subjects, max_age, replicas=replicas)


def dead_letter_stream(system: str, *, replicas: int = 1) -> Stream:
    """The stream of all messages of a system that failed for good."""
    name = f"{system}__dlq".upper()
    return Stream(name, (f"dlq.{system}.>",), work_queue=True, replicas=replicas)


def dead_letter_subject(system: str, context: str, durable: str) -> str:
    """Where messages go that this durable could not handle."""
    return f"dlq.{system}.{context}.{durable}"


def redrive_subject(system: str, context: str, durable: str) -> str:
    """Where they come back: in the context's stream, and read by this durable only."""
    return f"{system}.{context}._redrive.{durable}"
