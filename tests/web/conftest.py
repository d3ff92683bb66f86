"""An archive of a few corpus documents and some hostile ones, made once, and a site over it in this process."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from web_builders import CORPUS, HOSTILE, Browsed

from extractor.pipeline.ingest import ingest
from extractor.pipeline.sources import find_sources
from extractor.rules import load_rules
from extractor.store import Archive
from extractor.web.security import Guard
from extractor.web.site import make_datasette

PICKED = ("n01", "n02", "n10", "v01", "v03", "v10", "v14")


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files in a folder of their own, so that a test may take one away, and the archive beside them."""
    folder = tmp_path_factory.mktemp("kho")
    for path in sorted(CORPUS.iterdir()):
        if path.name[:3] in PICKED and path.suffix != ".json":
            shutil.copy(path, folder)
    for name, content in HOSTILE.items():
        (folder / name).write_text(content, encoding="utf-8")
    db = folder / "kho lưu trữ.db"
    with Archive(db) as held:
        ingest(list(find_sources([folder])), held, load_rules(), jobs=1)
    return db


@pytest.fixture(scope="session")
def site(archive: Path) -> Iterator[Browsed]:
    datasette = make_datasette(archive, Guard(hosts=("localhost",)))
    asyncio.run(datasette.invoke_startup())
    yield Browsed(datasette, archive)
    for database in datasette.databases.values():
        database.close()
