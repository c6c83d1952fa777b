"""What a zip archive says of itself, before anything in it is unpacked."""

import io
import zipfile
import zlib

from lib.ingest.limits import Limits, Unfit

_MB = 1 << 20
_SMALL = 10 * _MB  # below this no ratio is a danger
_HEAD = 1 << 16
_DAMAGE = (zipfile.BadZipFile, zlib.error)


def open_archive(raw: bytes, limits: Limits) -> zipfile.ZipFile:
    """Raises Unfit when it is damaged, locked, or would unpack to more than the limits."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unfit("FILE_BROKEN") from None
    if any(member.flag_bits & 0x1 for member in members):
        raise Unfit("FILE_PASSWORD")
    if len(members) > limits.members:
        raise Unfit("ARCHIVE_MEMBERS", n=len(members), limit=limits.members)
    size = sum(member.file_size for member in members)
    is_dense = size > _SMALL and size > limits.ratio * len(raw)
    if size > limits.unpacked_mb * _MB or is_dense:
        limit = min(limits.unpacked_mb, max(_SMALL, limits.ratio * len(raw)) // _MB)
        raise Unfit("ARCHIVE_TOO_LARGE", size=-(-size // _MB), limit=limit)
    return archive


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except (KeyError, ValueError, OSError, EOFError, NotImplementedError, *_DAMAGE):
        raise Unfit("FILE_BROKEN") from None


def refuse_document_types(archive: zipfile.ZipFile) -> None:
    """No workbook needs a DOCTYPE; it is how entities are declared that blow up or read files."""
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as part:
                if b"<!DOCTYPE" in part.read(_HEAD):
                    raise Unfit("FILE_UNSAFE")
