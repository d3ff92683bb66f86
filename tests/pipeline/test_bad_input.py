"""Bad input through the command: each file gets a clear message and a row in problems, every other document
of the run is stored, and the exit status is 1."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from extractor.store import Archive

CORPUS = Path(__file__).parents[2] / "corpus" / "dev"
PDF = CORPUS / "v04-cong-van-so-noi-vu-phu-tho.pdf"
GOOD = "ỦY BAN NHÂN DÂN XÃ MƯỜNG HUM\nSố: 12/BC-UBND\nMường Hum, ngày 05 tháng 6 năm 2021\nBÁO CÁO\nKết quả bầu cử\nTổng số cử tri là 1.250 người.\n"


def vanban(*words: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "extractor", *map(str, words)], capture_output=True, text=True, input=stdin, timeout=240)


def encrypted(path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), encrypt=StandardEncryption("khoa", canPrint=0))
    canvas.drawString(72, 720, "Secret")
    canvas.save()


def truncated(path: Path) -> None:
    path.write_bytes(PDF.read_bytes()[:900])


BAD = {
    "empty.txt": (lambda p: p.write_bytes(b""), "empty"),
    "noise.txt": (lambda p: p.write_bytes(bytes(range(256)) * 40), "noise.txt"),
    "truncated.pdf": (truncated, "truncated.pdf"),
    "encrypted.pdf": (encrypted, "password"),
    "broken.docx": (lambda p: p.write_bytes(b"PK\x03\x04" + b"\0" * 500), "broken.docx"),
}


@pytest.fixture(scope="module")
def run_over_bad_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("bad")
    for name, (make, _) in BAD.items():
        make(folder / name)
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "wrong-extension.txt").write_bytes(PDF.read_bytes())
    (folder / "invalid-utf8.txt").write_bytes(GOOD.encode("utf-8").replace("cử tri".encode(), b"c\xff\xfe tri"))
    (folder / "long-line.txt").write_text("cử tri đi bầu " * (10 * 2**20 // 19), encoding="utf-8")
    db = folder / "a.db"
    return db, vanban("ingest", folder, folder / "missing.txt", "--db", db)


def test_the_run_ends_with_1_and_names_each_bad_file_with_its_reason(run_over_bad_files: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, done = run_over_bad_files
    assert done.returncode == 1, done.stderr
    for name, (_, reason) in BAD.items():
        [line] = [line for line in done.stderr.splitlines() if line.startswith("error") and name in line]
        assert reason in line and "Traceback" not in line
    assert any("missing.txt" in line and "no such file" in line for line in done.stderr.splitlines())


def test_every_bad_file_is_a_row_in_problems_and_every_other_document_is_stored(run_over_bad_files: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    db, _ = run_over_bad_files
    with Archive(db, readonly=True) as archive:
        failed = {Path(str(row["source"])).name for row in archive.rows("SELECT source FROM problems WHERE severity = 'error'")}
        held = {Path(str(row["source"])).name for row in archive.rows("SELECT source FROM documents")}
        warned = {Path(str(row["source"])).name for row in archive.rows("SELECT source FROM problems WHERE severity = 'warning'")}
        assert archive.check() == ()
    assert failed == {*BAD, "missing.txt"}
    assert held == {"good.txt", "wrong-extension.txt", "invalid-utf8.txt", "long-line.txt"}
    assert {"wrong-extension.txt", "invalid-utf8.txt"} <= warned


def test_a_pdf_named_txt_is_read_as_the_pdf_it_is(run_over_bad_files: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    db, _ = run_over_bad_files
    with Archive(db, readonly=True) as archive:
        [row] = archive.rows("SELECT media_type, number FROM documents WHERE source LIKE '%wrong-extension.txt'")
    assert row == {"media_type": "application/pdf", "number": "1268/SNV-XDCQ"}


def test_repeating_a_run_reads_nothing_again_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "copy-of-a.txt").write_text(GOOD, encoding="utf-8")
    db = tmp_path / "x.db"
    first, second = vanban("ingest", tmp_path, "--db", db), vanban("ingest", tmp_path, "--db", db)
    assert "1 new" in first.stderr and "0 new, 0 read again, 2 unchanged" in second.stderr
    with Archive(db, readonly=True) as archive:
        assert next(archive.rows("SELECT count(*) AS n FROM documents"))["n"] == 1
        assert next(archive.rows("SELECT count(*) AS n FROM sources"))["n"] == 2
        assert next(archive.rows("SELECT count(*) AS n FROM changes"))["n"] == 0


def test_a_file_that_cannot_be_read_still_gives_one_line_of_json(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    done = vanban("extract", tmp_path / "no.txt", tmp_path / "a.txt", "--format", "jsonl")
    assert done.returncode == 1
    missing, good = map(json.loads, done.stdout.splitlines())
    assert missing["document"]["source"].endswith("no.txt") and missing["problems"][0]["severity"] == "error"
    assert good["document"]["number"] == "12/BC-UBND"


def test_paths_come_from_standard_input_and_from_a_zip(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as container:
        container.writestr("thu-muc/b.txt", GOOD.replace("12/BC", "13/BC"))
    done = vanban("extract", "-", stdin=f"{tmp_path / 'a.txt'}\n{tmp_path / 'b.zip'}\n")
    assert [json.loads(line)["document"]["number"] for line in done.stdout.splitlines()] == ["12/BC-UBND", "13/BC-UBND"]
    assert json.loads(done.stdout.splitlines()[1])["document"]["source"].endswith("b.zip!thu-muc/b.txt")
