"""Readers of values without a unit: integers, flags, texts, paths, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from .problems import problem, quoted


def integer(low: int, high: int) -> Callable[[object], int]:
    """A reader of integers from `low` to `high`."""

    def read(written: object) -> int:
        value = whole_number(written, "an integer")
        if not low <= value <= high:
            raise problem(f"{quoted(written)} is not between {low} and {high}")
        return value

    return read


def whole_number(written: object, noun: str) -> int:
    """An integer; a quoted one is refused with the right form."""
    if isinstance(written, int) and not isinstance(written, bool):
        return written
    text = written.strip().replace("_", "") if isinstance(written, str) else ""
    if re.fullmatch(r"[0-9]{1,9}", text):
        raise problem(f"{quoted(written)} is a text, not {noun}", f"write `{int(text)}`")
    raise problem(f"{quoted(written)} is not {noun}", "whole numbers stand without quotes and without a unit")


def parse_number(written: object) -> Decimal:
    """A number greater than 0."""
    if isinstance(written, bool) or not isinstance(written, int | float):
        raise problem(f"{quoted(written)} is not a number", "numbers stand without quotes and without a unit")
    if not 0 < written <= 1_000_000:
        raise problem(f"{quoted(written)} is not above 0 and at most 1000000")
    return Decimal(str(written))


def parse_flag(written: object) -> bool:
    if isinstance(written, bool):
        return written
    meant = {"yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}
    text = str(written).lower()
    proposal = meant.get(text, text if text in ("true", "false") else "")
    hint = f"write `{proposal}`, without quotes" if proposal else ""
    raise problem(f"{quoted(written)} is neither `true` nor `false`", hint)


def text(at_least: int = 0) -> Callable[[object], str]:
    """A reader of texts with a shortest length."""

    def read(written: object) -> str:
        if not isinstance(written, str):
            needs_quotes = isinstance(written, int | float)
            hint = "put it into quotes" if needs_quotes else ""
            raise problem(f"{quoted(written)} is not a text", hint, needs_quotes=needs_quotes)
        if len(written.strip()) < at_least:
            raise problem(f"needs at least {at_least} characters", "say it in a sentence" if at_least > 1 else "")
        return written

    return read


def parse_date(written: object) -> date:
    if isinstance(written, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        try:
            return date.fromisoformat(written)
        except ValueError:
            raise problem(f"{quoted(written)} is not a day of the calendar") from None
    raise problem(f"{quoted(written)} is not a date", 'year, month and day, for example `"2027-06-30"`')


def parse_path(written: object) -> str:
    if not isinstance(written, str) or not written.strip():
        raise problem(f"{quoted(written)} is not a path", "relative to this file, for example `contracts/orders.proto`")
    if "://" in written:
        raise problem(
            f"{quoted(written)} is an address",
            "write the path of a file; msgen reads nothing from the network",
        )
    return written


def parse_url(written: object) -> str:
    if not isinstance(written, str) or not re.fullmatch(r"\S+", written):
        raise problem(f"{quoted(written)} is not an address", "for example `https://psp.example.org`")
    return written


def parse_base_path(written: object) -> str:
    if isinstance(written, str) and re.fullmatch(r"|(/[A-Za-z0-9._~{}-]+)+/?|/", written):
        return written.rstrip("/")
    proposal = f"did you mean `/{written}`" if isinstance(written, str) and written else ""
    raise problem(f"{quoted(written)} is not the beginning of a path", proposal or 'for example `/v1`, or `""`')


def parse_http(written: object) -> str:
    """`METHOD /path`, with the parameters of the path in braces."""
    if isinstance(written, str) and _HTTP.fullmatch(written):
        names = re.findall(r"\{([^}]*)\}", written)
        if len(set(names)) < len(names):
            raise problem(f"{quoted(written)} has one parameter twice")
        return written
    raise problem(f"{quoted(written)} is not a method and a path", _http_hint(written))


_HTTP = re.compile(r"(GET|POST|PUT|PATCH|DELETE) (/|(/([A-Za-z0-9._~@!$&'()*+,;=%-]+|\{[a-z_][a-z0-9_]*\}))+/?)")


def _http_hint(written: object) -> str:
    mended = re.sub(r"^\s*(\w+)\s+/?", lambda match: f"{match[1].upper()} /", str(written))
    mended = re.sub(r":([a-z_]\w*)", r"{\1}", re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", mended)).strip()
    if mended != written and _HTTP.fullmatch(mended):
        return f"did you mean `{mended}`"
    return "for example `GET /orders/{id}`, with `GET`, `POST`, `PUT`, `PATCH` or `DELETE`"


def parse_contract(written: object) -> str:
    path = parse_path(written)
    if path.count("#") > 1:
        raise problem(
            f"{quoted(written)} has more than one `#`",
            "`#` stands before the name of one service of the file",
        )
    return path


def parse_literal(written: object) -> Any:
    """A fixed answer: a scalar, or fields with their values."""
    return written


def parse_mesh_retries(written: object) -> int:
    """`false` is 0."""
    if written is False:
        return 0
    if written is True:
        raise problem("`true` is not a number of retries", "`false`, or how many, for example `2`")
    return integer(0, 10)(written)
