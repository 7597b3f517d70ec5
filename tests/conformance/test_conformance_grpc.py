"""The same promises over gRPC: an aggregate from its creation to its end, its list, and every status."""

from __future__ import annotations

import asyncio

import grpc
import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.json_format import ParseError
from grpc_client import GrpcClient
from grpc_contract import message_of, sayable, shown, wire_path
from grpc_items import GrpcItems
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from target import Target

pytestmark = pytest.mark.system

_RIVALS = 12
_OK, _INVALID, _ABORTED = grpc.StatusCode.OK, grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.ABORTED
_NOT_FOUND = grpc.StatusCode.NOT_FOUND


async def test_reflection_shows_the_contract(calls: GrpcClient) -> None:
    for file in calls.contract.files:
        assert _without_source(await _reflected(calls.channel, file.name)) == _without_source(file)


async def test_a_method_that_is_not_there_is_unimplemented(calls: GrpcClient) -> None:
    service = calls.contract.services[0].full_name
    assert await calls.code_of_bytes(f"/{service}/NoSuchMethod", b"") is grpc.StatusCode.UNIMPLEMENTED


async def test_an_item_comes_back_as_it_was_sent(grpc_items: GrpcItems) -> None:
    item = await grpc_items.create()
    answer = await grpc_items.get(item)
    assert answer.id == item.id
    assert answer.etag == item.etag != ""
    sent = message_of(grpc_items.resource.create.input_type, item.sent)
    assert shown(sent).items() <= shown(answer).items()


async def test_an_update_replaces_the_item_and_its_etag(grpc_items: GrpcItems) -> None:
    item = await grpc_items.create()
    request = {**grpc_items.new_content(), "id": item.id, "etag": item.etag}
    changed = await grpc_items.calls.call(grpc_items.resource.update, request)
    found = await grpc_items.get(item)
    assert changed.etag == found.etag != item.etag


async def test_of_rivals_with_the_same_etag_exactly_one_wins(grpc_items: GrpcItems) -> None:
    item = await grpc_items.create()
    requests = [{**grpc_items.new_content(), "id": item.id, "etag": item.etag} for _ in range(_RIVALS)]
    update = grpc_items.resource.update
    codes = await asyncio.gather(*(grpc_items.calls.code(update, request) for request in requests))
    assert sorted(codes, key=lambda code: code.name) == [_ABORTED] * (_RIVALS - 1) + [_OK]


async def test_a_version_that_is_missing_is_invalid_and_a_stale_one_aborts(grpc_items: GrpcItems) -> None:
    item = await grpc_items.create()
    resource, content = grpc_items.resource, grpc_items.new_content()
    await grpc_items.calls.call(resource.update, {**content, "id": item.id, "etag": item.etag})
    for etag, expected in (("", _INVALID), (item.etag, _ABORTED)):
        request = {"id": item.id, "etag": etag}
        assert await grpc_items.calls.code(resource.update, {**content, **request}) is expected
        assert await grpc_items.calls.code(resource.delete, request) is expected


async def test_a_deleted_item_is_gone(grpc_items: GrpcItems) -> None:
    item = await grpc_items.create()
    resource, request = grpc_items.resource, {"id": item.id, "etag": item.etag}
    assert await grpc_items.calls.code(resource.delete, request) is _OK
    assert await grpc_items.calls.code(resource.get, {"id": item.id}) is _NOT_FOUND
    assert await grpc_items.calls.code(resource.update, {**grpc_items.new_content(), **request}) is _NOT_FOUND
    assert await grpc_items.calls.code(resource.delete, request) is _NOT_FOUND


async def test_an_unknown_item_is_not_found(grpc_items: GrpcItems) -> None:
    assert await grpc_items.calls.code(grpc_items.resource.get, grpc_items.absent()) is _NOT_FOUND


async def test_what_cannot_be_an_identity_is_invalid(grpc_items: GrpcItems) -> None:
    assert await grpc_items.calls.code(grpc_items.resource.get, {"id": "this is none"}) is _INVALID


async def test_each_broken_rule_is_invalid(grpc_items: GrpcItems) -> None:
    resource = grpc_items.resource
    if resource.rest is None or resource.rest.resource().body is None:
        pytest.skip("no contract says rules for the input")
    unnoticed = []
    for violation in resource.rest.violations(resource.rest.resource(), grpc_items.new_content()):
        if not sayable(violation, resource.create.input_type):
            continue
        try:
            request = message_of(resource.create.input_type, violation.body)
        except ParseError:
            continue
        code = await grpc_items.calls.code(resource.create, request)
        if code is not _INVALID:
            unnoticed.append((violation.field, violation.rule, code))
    assert unnoticed == []


async def test_a_value_that_must_be_the_only_one_already_exists(grpc_items: GrpcItems, grpc_target: Target) -> None:
    fields = list(grpc_target.unique.values())
    if not fields:
        pytest.skip(f"no field of {grpc_target.name} is said to be unique")
    item = await grpc_items.create()
    taken = {**grpc_items.new_content(), fields[0]: item.sent[fields[0]]}
    assert await grpc_items.calls.code(grpc_items.resource.create, taken) is grpc.StatusCode.ALREADY_EXISTS


async def test_every_item_is_on_exactly_one_page(grpc_items: GrpcItems) -> None:
    made = {(await grpc_items.create()).id for _ in range(5)}
    count = sum(len(page) for page in await grpc_items.pages(200))
    pages = await grpc_items.pages(min(200, count // 5 + 1))
    found = [item.id for page in pages for item in page]
    assert len(set(found)) == len(found)
    assert made <= set(found)


@pytest.mark.parametrize("page", [{"limit": 0}, {"limit": 201}, {"limit": -1}, {"cursor": "garbage"}])
async def test_a_page_that_cannot_be_is_invalid(grpc_items: GrpcItems, page: dict[str, object]) -> None:
    assert await grpc_items.calls.code(grpc_items.resource.list, page) is _INVALID


async def test_bytes_that_are_no_message_are_invalid(calls: GrpcClient) -> None:
    code = await calls.code_of_bytes(wire_path(calls.contract.resource().get), b"\xff\xff\xff")
    assert code is _INVALID


async def _reflected(channel: grpc.aio.Channel, name: str) -> FileDescriptorProto:
    """The file as the running service shows it."""
    request = reflection_pb2.ServerReflectionRequest(file_by_filename=name)
    stream = reflection_pb2_grpc.ServerReflectionStub(channel).ServerReflectionInfo(iter([request]))
    async for answer in stream:
        found = (FileDescriptorProto.FromString(file) for file in answer.file_descriptor_response.file_descriptor_proto)
        return next(file for file in found if file.name == name)
    raise AssertionError("reflection says nothing")


def _without_source(file: FileDescriptorProto) -> FileDescriptorProto:
    """Comments are not part of what is served, nor are the names in JSON that every reader derives."""
    plain = FileDescriptorProto()
    plain.CopyFrom(file)
    plain.ClearField("source_code_info")
    messages = list(plain.message_type)
    for message in messages:
        messages.extend(message.nested_type)
        for field in message.field:
            field.ClearField("json_name")
    return plain
