"""A log whose entries are chained: each holds the hash of the one before it, so that an entry that was altered,
taken out or put between shows. An open database and the name of a log's table in; entries appended, or the
faults of the chain, out. corrections.py, decisions.py and people_log.py each keep one such log."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlite_utils import Database

from extractor.store.rows import Row, as_json

_FIRST_HASH = "0" * 64


def append(db: Database, table: str, entry: Row, hashed: Sequence[str]) -> int:
    """Append an entry to the log and give its number. hashed: the columns its hash covers, in order, the last
    of them previous_hash. Within a transaction."""
    whole: Row = {**entry, "previous_hash": last_hash(db, table)}
    whole["entry_hash"] = _hash(whole, hashed)
    cursor = db.conn.execute(f"INSERT INTO {table} ({', '.join(whole)}) VALUES ({', '.join('?' * len(whole))})", list(whole.values()))
    return int(cursor.lastrowid or 0)


def last_hash(db: Database, table: str) -> str:
    """The hash of the newest entry: whoever keeps it elsewhere can tell later that nothing was cut off."""
    found = db.conn.execute(f"SELECT entry_hash FROM {table} ORDER BY entry_no DESC LIMIT 1").fetchone()
    return str(found[0]) if found else _FIRST_HASH


def chain_faults(db: Database, table: str, hashed: Sequence[str]) -> list[str]:
    """What is wrong with the log: empty while no entry was altered, taken out or put between. That the newest
    entries were cut off shows only to who has kept the last hash elsewhere."""
    faults, expected, number = [], _FIRST_HASH, 0
    names = ("entry_no", *hashed, "entry_hash")
    for values in db.conn.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY entry_no"):
        entry = dict(zip(names, values, strict=True))
        number += 1
        if entry["entry_no"] != number:
            faults.append(f"{table}: entry {number} is missing")
            number = entry["entry_no"]
        if entry["previous_hash"] != expected or entry["entry_hash"] != _hash(entry, hashed):
            faults.append(f"{table}: entry {entry['entry_no']} does not follow from the one before it")
        expected = entry["entry_hash"]
    return faults


def _hash(entry: Row, hashed: Sequence[str]) -> str:
    return hashlib.sha256(as_json([entry[name] for name in hashed]).encode()).hexdigest()
