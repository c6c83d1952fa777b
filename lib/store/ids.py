"""Ids that tell nothing and repeat never."""

import secrets

# Crockford's base32: no I, L, O, U, so that an id can be read out over the telephone.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 10


def new_id(prefix: str) -> str:
    """The prefix and 50 random bits."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _place in range(_LENGTH))
