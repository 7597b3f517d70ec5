"""Everything that is logged is one JSON object a line, with the trace it belongs to."""

import json
import logging

import pytest
import structlog
from sample_service.platform.logging import AccessLog, configure_logging
from sample_service.platform.trace import TraceContext, current_trace


def lines(captured: pytest.CaptureFixture[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in captured.readouterr().out.splitlines()]


def test_our_own_log_and_that_of_libraries_look_the_same(capfdbinary: pytest.CaptureFixture[bytes]):
    configure_logging("orders", "info")
    token = current_trace.set(TraceContext("a" * 32, "b" * 16, True))
    structlog.get_logger().warning("stock is low", sku="X1")
    logging.getLogger("uvicorn.error").warning("stock is %s", "low")
    current_trace.reset(token)
    own, library = lines(capfdbinary)
    common = {"level", "event", "service", "trace_id", "span_id", "timestamp"}
    assert own.keys() == common | {"sku"}
    assert library.keys() == common | {"logger"}
    for entry in (own, library):
        assert (entry["event"], entry["level"], entry["service"]) == ("stock is low", "warning", "orders")
        assert (entry["trace_id"], entry["span_id"]) == ("a" * 32, "b" * 16)
        assert entry["timestamp"].endswith("Z")


def test_what_is_below_the_level_is_left_out(capfdbinary: pytest.CaptureFixture[bytes]):
    configure_logging("orders", "warning")
    structlog.get_logger().info("quiet")
    logging.getLogger("library").info("quiet")
    assert lines(capfdbinary) == []


@pytest.mark.parametrize("given", ["error", "true"])
def test_an_exception_stands_in_its_line(capfdbinary: pytest.CaptureFixture[bytes], given: str):
    configure_logging("orders")
    try:
        raise KeyError("sku")
    except KeyError as error:
        structlog.get_logger().error("failed", exc_info=error if given == "error" else True)
        logging.getLogger("library").exception("failed")
    for entry in lines(capfdbinary):
        assert "KeyError: 'sku'" in entry["exception"]


def test_values_that_json_does_not_know_are_written_as_text(capfdbinary: pytest.CaptureFixture[bytes]):
    configure_logging("orders")
    structlog.get_logger().info("odd", value={1: object})
    [entry] = lines(capfdbinary)
    assert entry["value"] == {"1": "<class 'object'>"}


def test_a_record_that_cannot_be_formatted_does_not_end_the_work(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(logging, "raiseExceptions", False)
    configure_logging("orders")
    logging.getLogger("library").warning("%d", "no number")
    assert lines(capfdbinary) == []


def test_a_log_whose_reader_is_gone_does_not_end_the_work(monkeypatch: pytest.MonkeyPatch):
    class Broken:
        class buffer:  # noqa: N801
            tried = 0

            @classmethod
            def write(cls, line: bytes) -> None:
                cls.tried += 1
                raise BrokenPipeError

    configure_logging("orders")
    monkeypatch.setattr("sys.stdout", Broken)
    structlog.get_logger().info("lost")
    assert Broken.buffer.tried == 1


def test_under_load_successes_are_thinned_out_and_errors_are_not(capfdbinary: pytest.CaptureFixture[bytes]):
    configure_logging("orders")
    log = AccessLog(successes_per_second=0)
    for number in range(5):
        log.write({"number": number}, succeeded=True)
    log.write({"number": 5}, succeeded=False)
    log.write({"number": 6}, succeeded=False)
    first, second = lines(capfdbinary)
    assert (first["number"], first["left_out"], second["number"]) == (5, 5, 6)
    assert "left_out" not in second


def test_without_load_every_success_is_written(capfdbinary: pytest.CaptureFixture[bytes]):
    configure_logging("orders")
    log = AccessLog()
    for number in range(3):
        log.write({"number": number}, succeeded=True)
    assert [entry["number"] for entry in lines(capfdbinary)] == [0, 1, 2]
