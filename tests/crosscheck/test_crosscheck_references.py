"""extractor.crosscheck.references: how documents refer to each other."""

from __future__ import annotations

from pathlib import Path

from crosscheck_builders import all_told, cites, report, told

DECREE = "30/2020/NĐ-CP"


def test_one_number_with_two_days_is_found_and_most_citations_win(tmp_path: Path) -> None:
    right = [report(f"r{n}", citations=(cites(DECREE, "2020-03-05"),)) for n in range(2)]
    wrong = report("w", citations=(cites(DECREE, "2020-03-15"),))
    ((check, severity, expected, actual),) = told(tmp_path, *right, wrong)
    assert (check, severity) == ("citation_dates", "warning")
    assert (expected, actual) == (f"{DECREE} ngày 05/03/2020 (2 văn bản)", "ngày 15/03/2020 (1 văn bản)")


def test_the_document_itself_goes_before_any_number_of_citations(tmp_path: Path) -> None:
    wrong = [report(f"w{n}", citations=(cites(DECREE, "2020-03-15"),)) for n in range(3)]
    own = report("own", number=DECREE, year=2020, notation="NĐ-CP", issued_on="2020-03-05", genre="normative", issuer="Chính phủ")
    ((_, _, expected, actual),) = told(tmp_path, own, *wrong)
    assert expected == f"{DECREE} ngày 05/03/2020 (theo chính văn bản)" and actual == "ngày 15/03/2020 (3 văn bản)"


def test_numbers_that_every_province_gives_out_are_left_alone(tmp_path: Path) -> None:
    number = "07/2021/QĐ-UBND"
    assert told(tmp_path, report("a", citations=(cites(number, "2021-03-01"),)), report("b", citations=(cites(number, "2021-04-01"),))) == []
    assert told(tmp_path, report("c", citations=(cites("12/KH-UBND", "2021-03-01"),)), report("d", citations=(cites("12/KH-UBND", "2021-04-01"),))) == []


def test_a_local_number_is_one_documents_within_a_year_and_a_body(tmp_path: Path) -> None:
    number, body = "12/KH-UBND", "Ủy ban nhân dân tỉnh Hà Nam"
    right = report("own", number=number, issued_on="2021-03-01", issuer=body.upper())
    wrong = report("w", citations=(cites(number, "2021-03-11", issuer="UBND tỉnh Hà Nam"),))
    at_home = report("h", citations=(cites(number, "2021-04-01", issuer="Chủ tịch UBND tỉnh"),), issuer="SỞ Y TẾ", superior="UBND TỈNH HÀ NAM")
    ((check, severity, expected, actual),) = told(tmp_path, right, wrong, at_home)
    assert (check, severity) == ("citation_dates", "warning")
    assert expected == f"{number} ({body.upper()}) ngày 01/03/2021 (theo chính văn bản)" and actual == "ngày 11/03/2021 (1 văn bản); ngày 01/04/2021 (1 văn bản)"


def test_a_local_number_of_another_year_another_province_or_an_unnamed_one_is_left_alone(tmp_path: Path) -> None:
    number = "12/KH-UBND"
    documents = [
        report("own", number=number, issued_on="2021-03-01", issuer="Ủy ban nhân dân tỉnh Hà Nam"),
        report("year", citations=(cites(number, "2022-04-11", issuer="UBND tỉnh Hà Nam"),)),
        report("province", citations=(cites(number, "2021-04-11", issuer="UBND tỉnh Nam Định"),)),
        report("paper", citations=(cites(number, "2021-05-11", issuer="UBND tỉnh"),)),
        report("district", citations=(cites(number, "2021-06-11", issuer="UBND huyện Hà Nam"),)),
    ]
    assert told(tmp_path, *documents) == []


def test_one_number_given_to_two_bodies_is_a_note_and_a_joint_circular_none(tmp_path: Path) -> None:
    number = "15/2016/TT-BYT"
    right = [report(f"r{n}", citations=(cites(number, issuer=body),)) for n, body in enumerate(("Bộ Y tế", "Bộ trưởng Bộ Y tế"))]
    wrong = report("w", citations=(cites(number, issuer="Bộ Tài chính"),))
    assert told(tmp_path, *right, wrong) == [("citation_issuers", "note", f"{number}: Bộ trưởng Bộ Y tế (2 văn bản)", "Bộ Tài chính (1 văn bản)")]
    (tmp_path / "b").mkdir()
    joint = "15/2016/TTLT-BYT-BTC"
    assert told(tmp_path / "b", report("a", citations=(cites(joint, issuer="Bộ Y tế"),)), report("b", citations=(cites(joint, issuer="Bộ Tài chính"),))) == []


def test_an_act_leant_on_after_its_repeal_is_found(tmp_path: Path) -> None:
    repeal = report("new", citations=(cites("110/2004/NĐ-CP", relation="repeals"),), number=DECREE, year=2020, issued_on="2020-03-05", genre="normative", issuer="Chính phủ")
    late = report("late", citations=(cites("110/2004/NĐ-CP", relation="based_on"),), issued_on="2021-06-01")
    early = report("early", citations=(cites("110/2004/NĐ-CP", relation="based_on"),), issued_on="2019-06-01")
    mention = report("mention", citations=(cites("110/2004/NĐ-CP", relation="mentions"),), issued_on="2021-06-01")
    ((check, severity, expected, actual),) = told(tmp_path, repeal, late, early, mention)
    assert (check, severity) == ("cited_after_repeal", "warning")
    assert expected == f"110/2004/NĐ-CP hết hiệu lực từ 05/03/2020 theo {DECREE}" and actual == "viện dẫn ngày 01/06/2021"


def test_the_repeal_of_an_article_leaves_the_act_in_force(tmp_path: Path) -> None:
    from extractor.facts import Article

    partial = cites("110/2004/NĐ-CP", relation="repeals", articles=(Article("5"),))
    repeal = report("new", citations=(partial,), number=DECREE, year=2020, issued_on="2020-03-05", genre="normative", issuer="Chính phủ")
    assert told(tmp_path, repeal, report("late", citations=(cites("110/2004/NĐ-CP", relation="based_on"),), issued_on="2021-06-01")) == []


def test_two_documents_under_one_number_are_found_and_two_copies_are_a_note(tmp_path: Path) -> None:
    one = {"number": "45/KH-UBND", "issuer": "Ủy ban nhân dân tỉnh Hà Nam", "issued_on": "2021-03-01"}
    plan = report("plan.pdf", title="Kế hoạch tuyên truyền", **one)
    other = report("other.pdf", title="Kế hoạch phòng cháy", **{**one, "issued_on": "2021-05-01"})
    again = report("plan.html", title="Kế hoạch tuyên truyền", **one)
    assert [(c, s) for c, s, _, _ in told(tmp_path, plan, other)] == [("duplicate_number", "warning")]
    (tmp_path / "b").mkdir()
    assert [(c, s) for c, s, _, _ in told(tmp_path / "b", plan, again)] == [("duplicate_number", "note")]


def test_a_number_comes_again_in_another_year(tmp_path: Path) -> None:
    one = {"number": "45/KH-UBND", "issuer": "Ủy ban nhân dân tỉnh Hà Nam"}
    assert told(tmp_path, report("a", title="A", issued_on="2021-03-01", **one), report("b", title="B", issued_on="2022-03-01", **one)) == []


def test_what_is_cited_and_not_held_is_noted_once_a_number(tmp_path: Path) -> None:
    citing = [report(f"c{n}", citations=(cites(DECREE), cites(DECREE))) for n in range(2)]
    assert all_told(tmp_path, *citing) == [("not_held", "note", DECREE, "2 văn bản viện dẫn")]
    held = report("own", number=DECREE, year=2020, issued_on="2020-03-05", genre="normative")
    (tmp_path / "b").mkdir()
    assert all_told(tmp_path / "b", *citing, held) == []
