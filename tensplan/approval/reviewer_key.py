"""The private key of a reviewer: an Ed25519 key in a file that its owner alone can read."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tensplan.errors import UnreadableError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_SUFFIX: Final = ".pem"
LARGEST_KEY_BYTES: Final = 16 * 1024
OPEN_TO_OTHERS: Final = 0o077
SHORT: Final = 16
"""Characters of a key id that people are shown."""


class KeyFileError(UnreadableError):
    """A key file that must not or cannot be used."""

    ref = "approval/key-file"


def new_key(folder: str | os.PathLike[str], *, passphrase: str = "") -> str:
    """Make a key and keep it in a folder that is open to nobody else.

    Parameters
    ----------
    folder : path-like
        Made when it does not exist.
    passphrase : str
        Encrypts the file; empty for a file that is protected by its permissions alone.

    Returns
    -------
    keyid : str
        SHA-256 of the raw public key, in hexadecimal digits; also the name of the file.

    Raises
    ------
    KeyFileError
        If the folder cannot be used or others could write to it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     keyid = new_key(folder)
    ...     key_ids(folder) == (keyid,)
    True
    """
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    lock = form.BestAvailableEncryption(passphrase.encode()) if passphrase else form.NoEncryption()
    data = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, lock)
    keyid = keyid_of(public_bytes(key))
    _write(Path(folder), keyid, data)
    return keyid


def load_key(
    folder: str | os.PathLike[str], keyid: str, *, passphrase: str = ""
) -> Ed25519PrivateKey:
    """Read a private key whose file nobody else can read.

    Parameters
    ----------
    folder : path-like
        Where `new_key` kept it.
    keyid : str
        Whole id.
    passphrase : str
        Empty for a file that is not encrypted.

    Raises
    ------
    KeyFileError
        If the file is missing, a link, readable or writable by others, owned by somebody else,
        of another kind of key, or locked by another passphrase.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    path = Path(folder) / f"{keyid}{KEY_SUFFIX}"
    data = _read(path)
    try:
        key = load_pem_private_key(data, passphrase.encode() or None)
    except (ValueError, TypeError) as error:
        raise KeyFileError(
            f"the key cannot be opened: {_reason(str(error))}",
            where=str(path),
            hint="give its passphrase; if it is lost, make a new key and revoke this one",
        ) from None
    if not isinstance(key, Ed25519PrivateKey) or keyid_of(public_bytes(key)) != keyid:
        raise KeyFileError(
            "the file holds another key than its name says",
            where=str(path),
            hint="revoke it and make a new one with tensplan key new",
        )
    return key


def is_encrypted(folder: str | os.PathLike[str], keyid: str) -> bool:
    """Say whether a key file needs a passphrase.

    Raises
    ------
    KeyFileError
        As `load_key` does.
    """
    return b"ENCRYPTED" in _read(Path(folder) / f"{keyid}{KEY_SUFFIX}").split(b"\n", 1)[0]


def key_ids(folder: str | os.PathLike[str]) -> tuple[str, ...]:
    """Return the ids of the keys in a folder, sorted; none where there is no folder."""
    return tuple(sorted(path.stem for path in Path(folder).glob(f"*{KEY_SUFFIX}")))


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 raw bytes of the public key."""
    return key.public_key().public_bytes_raw()


def keyid_of(public: bytes) -> str:
    """Return the id of a raw public key.

    Examples
    --------
    >>> keyid_of(bytes(32))[:8]
    '66687aad'
    """
    import hashlib

    return hashlib.sha256(public).hexdigest()


def _write(folder: Path, keyid: str, data: bytes) -> None:
    """Write a key file for its owner alone; never over another."""
    try:
        for place in (folder.parent, folder):
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            _refuse_shared(place)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(folder / f"{keyid}{KEY_SUFFIX}", flags, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise KeyFileError(
            f"the key cannot be kept: {(error.strerror or str(error)).lower()}",
            where=str(folder),
            hint="name a folder of your own with --store",
        ) from None


def _refuse_shared(folder: Path) -> None:
    """Stop when others could put a key of theirs into the folder, or exchange one."""
    mode = folder.stat().st_mode
    if os.name == "posix" and mode & 0o022 and not mode & stat.S_ISVTX:
        raise KeyFileError(
            "others can write to the folder of keys and trusted reviewers",
            where=str(folder),
            hint=f"run chmod 700 {folder}",
        )


def _read(path: Path) -> bytes:
    """Read a key file through one descriptor, so that what was checked is what is read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        link = path.is_symlink()
        what = (
            "the key file is a link"
            if link
            else f"there is no key: {(error.strerror or str(error)).lower()}"
        )
        hint = "keep the key itself there" if link else "tensplan key list shows the keys you have"
        raise KeyFileError(what, where=str(path), hint=hint) from None
    with os.fdopen(descriptor, "rb") as stream:
        _refuse_open(os.fstat(descriptor), path)
        return stream.read(LARGEST_KEY_BYTES)


def _refuse_open(status: os.stat_result, path: Path) -> None:
    """Stop when anybody else owns, reads or writes the key."""
    if os.name != "posix":  # pragma: no cover
        return
    if not stat.S_ISREG(status.st_mode) or status.st_uid != os.getuid():
        raise KeyFileError(
            "the key file is not yours, or no regular file",
            where=str(path),
            hint="use a key that you made yourself with tensplan key new",
        )
    if stat.S_IMODE(status.st_mode) & OPEN_TO_OTHERS:
        raise KeyFileError(
            f"others can read the key file (mode {stat.S_IMODE(status.st_mode):04o})",
            where=str(path),
            hint="revoke this key and make a new one: it may have been copied",
        )


def _reason(text: str) -> str:
    """Return one short line of a library's sentence."""
    return text.splitlines()[0].rstrip(".")[:120].lower() if text else "it is no private key"
