"""A bounded context."""

from __future__ import annotations

from msgspec import Struct

from msgen.additions.draft import Contents, Draft
from msgen.additions.homes import contexts_have_files
from msgen.additions.known import refuse_taken, refuse_unknown_team
from msgen.spec import Document
from msgen.spec.editing.layout import Layout
from msgen.topology.model import Topology

_SCHEMA = "# yaml-language-server: $schema=../.msgen/schema.json"


class ContextAddition(Struct, frozen=True):
    name: str
    subdomain: str | None = None
    purpose: str | None = None
    owner: str | None = None
    in_own_file: bool = False
    """It gets a file of its own, as it does where every other context has one."""


def with_context(document: Document, topology: Topology, addition: ContextAddition) -> Contents:
    own = addition.in_own_file or contexts_have_files(document)
    file = f"contexts/{addition.name}.yaml" if own else ""
    refuse_taken(document, ("contexts", addition.name), "the context", "")
    if addition.owner is not None:
        refuse_unknown_team(topology, addition.owner)
    subdomain = None if addition.subdomain == "supporting" else addition.subdomain
    said = {"subdomain": subdomain, "purpose": addition.purpose, "owner": addition.owner}
    written = {key: value for key, value in said.items() if value is not None}
    if not own:
        return Draft(document).with_key(("contexts", addition.name), written).document.contents
    pairs = {"context": addition.name, **written}.items()
    lines = [_SCHEMA, *(line for key, value in pairs for line in Layout().pair(key, value, 0))]
    return {**document.contents, file: "".join(f"{line}\n" for line in lines).encode()}
