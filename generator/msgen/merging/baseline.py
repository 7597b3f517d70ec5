"""The pristine files as one pack, `.msgen/base.tar.gz`: what the next update compares with."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from collections.abc import Collection
from typing import NamedTuple

from msgen.rendering.tree import SYMLINK, File, Tree

BASE = ".msgen/base.tar.gz"
PACKED_OWNERS = ("G", "H")


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
                _add(tar, path, file)
    plain = archive.getvalue()
    return Pack(_compressed(plain), hashlib.sha256(plain).hexdigest())


def _compressed(plain: bytes) -> bytes:
    """With the header that `GzipFile` writes everywhere; that of `gzip.compress` names the operating system."""
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=packed, mtime=0) as stream:
        stream.write(plain)
    return packed.getvalue()


def _add(tar: tarfile.TarFile, path: str, file: File) -> None:
    member = tarfile.TarInfo(path)
    if file.mode == SYMLINK:
        member.type, member.linkname, member.mode = tarfile.SYMTYPE, file.content.decode(), 0o777
        tar.addfile(member)
        return
    member.size, member.mode = len(file.content), file.mode
    tar.addfile(member, io.BytesIO(file.content))
