"""The detached signature: a DSSE envelope around an in-toto statement, in canonical bytes.

Both are open formats with readers of their own: DSSE 1.0 and in-toto Statement 1. An envelope
whose bytes are not the canonical ones is refused, so that no bit of it can change unseen.

References
----------
.. [1] secure-systems-lab, DSSE: Dead Simple Signing Envelope, v1.0.
.. [2] in-toto Attestation Framework, Statement v1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import rfc8785

from tensplan.errors import UnreadableError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from securesystemslib.dsse import Envelope

PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"
STATEMENT_TYPE: Final = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE: Final = "urn:tensplan:approval:1"
LARGEST_ENVELOPE_BYTES: Final = 64 * 1024


class EnvelopeError(UnreadableError):
    """Bytes that are no approval."""

    ref = "approval/not-an-approval"


def sealed(statement: Mapping[str, Any], key: Ed25519PrivateKey) -> bytes:
    """Sign a statement and return the bytes of its envelope.

    Parameters
    ----------
    statement : mapping
        What is signed.
    key : Ed25519PrivateKey
        Of the reviewer.
    """
    from securesystemslib.dsse import Envelope
    from securesystemslib.signer._crypto_signer import CryptoSigner

    envelope = Envelope(rfc8785.dumps(dict(statement)), PAYLOAD_TYPE, {})
    envelope.sign(CryptoSigner(key, _public(_raw(key))))
    return rfc8785.dumps(envelope.to_dict())


def opened(data: bytes) -> tuple[Envelope, dict[str, Any]]:
    """Read an envelope and its statement; signatures are not verified here.

    Parameters
    ----------
    data : bytes
        Of the envelope.

    Returns
    -------
    envelope : securesystemslib.dsse.Envelope
        With exactly one signature.
    statement : dict
        Not to be believed before `signed_by` says so.

    Raises
    ------
    EnvelopeError
        If the bytes are no canonical envelope around one canonical statement of this kind.
    """
    from securesystemslib.dsse import Envelope

    if len(data) > LARGEST_ENVELOPE_BYTES:
        raise _refused(f"it is larger than {LARGEST_ENVELOPE_BYTES // 1024} KiB")
    try:
        envelope = Envelope.from_dict(json.loads(data))
        canonical = rfc8785.dumps(envelope.to_dict()) == data
        statement = json.loads(envelope.payload)
        canonical = canonical and rfc8785.dumps(statement) == envelope.payload
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _refused(f"{type(error).__name__}: {str(error)[:80]}") from None
    if not canonical:
        raise _refused("its bytes are not in canonical form")
    if envelope.payload_type != PAYLOAD_TYPE or len(envelope.signatures) != 1:
        raise _refused("it is no statement under one signature")
    if not isinstance(statement, dict) or statement.get("_type") != STATEMENT_TYPE:
        raise _refused("it is no in-toto statement")
    if statement.get("predicateType") != PREDICATE_TYPE or "subject" not in statement:
        raise _refused(f"it is no {PREDICATE_TYPE}")
    return envelope, statement


def signed_by(envelope: Envelope, public: bytes) -> bool:
    """Say whether the one signature of an envelope is by this raw public key."""
    from securesystemslib.exceptions import VerificationError

    try:
        envelope.verify([_public(public)], 1)
    except VerificationError:
        return False
    return True


def signer_of(envelope: Envelope) -> str:
    """Return the id of the key that an envelope claims."""
    return next(iter(envelope.signatures))


def _public(raw: bytes) -> Any:
    from securesystemslib.signer._key import SSlibKey

    from tensplan.approval.reviewer_key import keyid_of

    return SSlibKey(keyid_of(raw), "ed25519", "ed25519", {"public": raw.hex()})


def _raw(key: Ed25519PrivateKey) -> bytes:
    from tensplan.approval.reviewer_key import public_bytes

    return public_bytes(key)


def _refused(why: str) -> EnvelopeError:
    return EnvelopeError(
        f"this is no approval: {why}", hint="name the file that tensplan approve wrote"
    )
