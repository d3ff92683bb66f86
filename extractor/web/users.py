"""The people who may review an archive: names and hashes of their passwords, in a file of their own beside the
archive (archive.db.users.json), never in the archive, whose every table can be read in the browser. Passwords are
hashed with scrypt of the standard library; nothing is asked of any service. The file also holds the secret
by which sign-ins are signed, so that they outlive a restart; only its owner may read it."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import VanbanError

SHORTEST_PASSWORD = 12
_LONGEST = 200
_COST = {"n": 2**15, "r": 8, "p": 1}  # some 32 MB and a tenth of a second for each try
_MEMORY = 2**26
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Users:
    """The people of one archive as its file says now. held: by folded name, the name as written, salt, hash and cost."""

    path: Path
    secret: str
    held: Mapping[str, Mapping[str, Any]]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(str(user["name"]) for user in self.held.values()))

    def stamp(self, name: str) -> str | None:
        """What a sign-in of this person must bear: another after the password was changed, None where they are gone."""
        user = self.held.get(_folded(name))
        return hashlib.sha256(str(user["hash"]).encode()).hexdigest()[:16] if user else None

    def knows(self, name: str, password: str) -> str | None:
        """The name as written where the password is right. A name that is not there takes as long."""
        user = self.held.get(_folded(name))
        cost = {key: int(user[key]) for key in _COST} if user else _COST
        salt = bytes.fromhex(user["salt"]) if user else b"\0" * _SALT_BYTES
        given = _hashed(password, salt, cost)
        return str(user["name"]) if user and hmac.compare_digest(given, str(user["hash"])) else None

    def with_user(self, name: str, password: str) -> Users:
        """The same with one more person, or with another password for one. Raises VanbanError."""
        plain = _checked_name(name)
        if len(password) < SHORTEST_PASSWORD:
            raise VanbanError("the password is too short", remedy=f"take {SHORTEST_PASSWORD} characters or more; a sentence is easy to keep in mind")
        if len(password) > _LONGEST:
            raise VanbanError("the password is too long", remedy=f"take no more than {_LONGEST} characters")
        salt = secrets.token_bytes(_SALT_BYTES)
        user = {"name": plain, "salt": salt.hex(), "hash": _hashed(password, salt, _COST), **_COST}
        return Users(self.path, self.secret, {**self.held, _folded(plain): user})

    def without_user(self, name: str) -> Users:
        if _folded(name) not in self.held:
            raise VanbanError(f"there is no user {name!r}", file=str(self.path), remedy="vanban user list tells who there is")
        return Users(self.path, self.secret, {key: user for key, user in self.held.items() if key != _folded(name)})

    def save(self) -> None:
        """Write the file whole or not at all; only its owner may read it."""
        part = self.path.with_name(self.path.name + ".part")
        content = json.dumps({"version": 1, "secret": self.secret, "users": dict(self.held)}, ensure_ascii=False, indent=1)
        try:
            part.unlink(missing_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
                stream.write(content)
            part.replace(self.path)
        except OSError as error:
            raise VanbanError(f"cannot be written: {error.strerror or error}", file=str(self.path), remedy="check the rights of the folder") from error


def users_of(db: Path) -> Users:
    """The people of the archive in the file `db`; nobody where there is no file yet."""
    path = db.with_name(db.name + ".users.json")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Users(path, str(content["secret"]), dict(content["users"]))
    except FileNotFoundError:
        return Users(path, secrets.token_hex(32), {})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise VanbanError(f"cannot be read: {error}", file=str(path), remedy="take the file away and add the users anew: vanban user add NAME") from error


def _hashed(password: str, salt: bytes, cost: Mapping[str, int]) -> str:
    """A password typed with combining accents is the same as one without."""
    plain = unicodedata.normalize("NFC", password[:_LONGEST]).encode("utf-8", "replace")
    return hashlib.scrypt(plain, salt=salt, n=cost["n"], r=cost["r"], p=cost["p"], maxmem=_MEMORY, dklen=32).hex()


def _checked_name(name: str) -> str:
    plain = unicodedata.normalize("NFC", " ".join(name.split()))
    if not plain or len(plain) > 60 or not plain.isprintable():
        raise VanbanError(f"{name!r} is no name of a user", remedy="take 1 to 60 letters, digits and blanks")
    return plain


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()
