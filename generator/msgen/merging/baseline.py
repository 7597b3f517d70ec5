"""The pristine files as one pack, `.msgen/base.tar.gz`: what the next update compares with."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
import zlib
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from msgen.merging.lock import Lock
from msgen.rendering.tree import EXECUTABLE, REGULAR, SYMLINK, File, Tree

BASE = ".msgen/base.tar.gz"
PACKED_OWNERS = ("G", "H")
_DAMAGE = (OSError, EOFError, zlib.error, tarfile.TarError)


class Pack(NamedTuple):
    content: bytes
    hash: str
    """Of the archive before compression, which another zlib may do in another way."""


def pack(tree: Tree, *, without: Collection[str] = ()) -> Pack:
    """The generated and the seeded files of `tree`: sorted, without time, user or host."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path, file in tree.items():
            if file.owner in PACKED_OWNERS and path not in without:
                add_member(tar, path, file)
    plain = archive.getvalue()
    return Pack(_compressed(plain), hashlib.sha256(plain).hexdigest())


def unpack(content: bytes, lock: Lock, refuse: Callable[[str], Exception]) -> Mapping[str, File]:
    """The files of a pack by path, with the owners that the lock gives them; `refuse` says what is wrong with it."""
    try:
        plain = gzip.decompress(content)
        if hashlib.sha256(plain).hexdigest() != lock.base_hash:
            raise refuse("its hash is another one")
        members = _members(plain)
    except _DAMAGE as error:
        raise refuse(str(error)) from error
    locked = {entry.path: entry for entry in lock.files}
    return {
        path: File(content, mode, "H" if locked[path].owner == "H" else "G")
        for path, (content, mode) in members.items()
        if path in locked
    }


def is_of(content: bytes, lock: Lock) -> bool:
    """Whether it is the pack that the lock speaks of."""
    try:
        return hashlib.sha256(gzip.decompress(content)).hexdigest() == lock.base_hash
    except _DAMAGE:
        return False


def salvaged(content: bytes) -> Mapping[str, File]:
    """The files of a pack of which no lock tells any more, as generated ones; none where it is damaged."""
    try:
        members = _members(gzip.decompress(content))
    except _DAMAGE:
        return {}
    return {path: File(content, mode, "G") for path, (content, mode) in members.items()}


def _members(plain: bytes) -> dict[str, tuple[bytes, int]]:
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as archive:
        return {member.name: _content(archive, member) for member in archive}


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> tuple[bytes, int]:
    if member.issym():
        return member.linkname.encode(), SYMLINK
    stream = archive.extractfile(member)
    return stream.read() if stream else b"", EXECUTABLE if member.mode & 0o100 else REGULAR


def _compressed(plain: bytes) -> bytes:
    """With the header that `GzipFile` writes everywhere; that of `gzip.compress` names the operating system."""
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=packed, mtime=0) as stream:
        stream.write(plain)
    return packed.getvalue()


def add_member(tar: tarfile.TarFile, path: str, file: File) -> None:
    """A file or link, without time, user or host."""
    member = tarfile.TarInfo(path)
    if file.mode == SYMLINK:
        member.type, member.linkname, member.mode = tarfile.SYMTYPE, file.content.decode(), 0o777
        tar.addfile(member)
        return
    member.size, member.mode = len(file.content), file.mode
    tar.addfile(member, io.BytesIO(file.content))
