"""Les variantes d'une même extraction à plat : celles de ../shared et leurs jumelles inventées.

EXPECTED.json dit le sort de chaque fichier ; la commande est lancée comme par une personne.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from data.__main__ import main
from data.publish import current, read_database
from tests.support.places import EXPORTS, SHARED

pytestmark = pytest.mark.usefixtures("sans_cube")
DATE = "2026-09-30"
FOURNIS = SHARED / "exports_a_plat"
BASES = {"fournis": (FOURNIS, "csv_utf8.csv"), "jumeaux": (EXPORTS / "a_plat", "base.csv")}
ISSUES = {
    "same": {"importe"},
    "same_after_base": {"importe"},
    "quarantine": {"importe"},
    "replace": {"importe"},
    "reject": {"refuse"},
    "reject_or_warn": {"refuse", "importe"},
    "ask": {"a_preciser"},
    "same_or_ask": {"a_preciser", "importe"},
}


@cache
def expected(name: str) -> dict[str, Any]:
    path = BASES[name][0] / "EXPECTED.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else {"files": {}}


CASES = [
    pytest.param(name, file, id=f"{name}-{file}")
    for name in BASES
    for file in expected(name)["files"]
]


@pytest.mark.parametrize("name", BASES)
def test_le_dossier_est_la(name):
    if not expected(name)["files"]:
        pytest.skip("../shared/exports_a_plat est absent : seuls les jumeaux inventés sont essayés")
    folder = BASES[name][0]
    present = {path.name for path in folder.iterdir()} - {"EXPECTED.json"}
    assert present == set(expected(name)["files"])


def command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    status = main(["importer", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> dict[str, dict[str, Any]]:
    """Le compte rendu de chaque fichier, une commande par dossier."""
    found = {}
    for name, (folder, _) in BASES.items():
        with pytest.MonkeyPatch.context() as place:
            place.setenv("CLAUSES_STORE", str(tmp_path_factory.mktemp(name)))
            place.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("reglages")))
            place.setattr("queries.protection.publish.publication.finish", lambda *_: None)
            found[name] = _reports(folder, expected(name)["files"])
    return found


def _reports(folder: Path, files: dict[str, Any]) -> dict[str, Any]:
    from contextlib import redirect_stdout
    from io import StringIO

    if not files:
        return {}
    output = StringIO()
    with redirect_stdout(output):
        status = main(["importer", *(str(folder / one) for one in files), "--date", DATE, "--json"])
    assert status == 1, "des fichiers sont refusés : le code de sortie doit le dire"
    return {one["nom"]: one for one in json.loads(output.getvalue())["fichiers"]}


@pytest.mark.parametrize(("name", "file"), CASES)
def test_chaque_fichier_finit_comme_attendu(name, file, reports):
    want, got = expected(name)["files"][file], reports[name][file]
    assert got["issue"] in ISSUES[want["outcome"]], got["anomalies"]
    lines = got["lignes"]
    assert lines["lues"] == sum(count for part, count in lines.items() if part != "lues")
    if got["issue"] != "importe":
        assert got["anomalies"] and lines["retenues"] == 0
        return
    assert got["format"] == "extraction"
    if want["outcome"] != "same_after_base":
        assert lines["retenues"] == want["rows"]
        if want["hours"] is not None:
            assert got["heures"]["retenues"] == pytest.approx(want["hours"])
    if want["outcome"] == "quarantine":
        assert lines["ecartees"] == expected(name)["base_rows"] - want["rows"]
        assert all(one["ligne"] and one["message"] for one in got["anomalies"])
    if want["outcome"] == "reject_or_warn":
        assert got["anomalies"]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        pytest.param(*case.values, id=case.id)
        for case in CASES
        if expected(case.values[0])["files"][case.values[1]]["outcome"]
        in ("replace", "same_after_base")
    ],
)
def test_apres_la_base_le_magasin_porte_le_resultat(name, file, capsys):
    folder, base = BASES[name]
    want = expected(name)["files"][file]
    assert command(capsys, str(folder / base), "--date", DATE)[0] == 0
    status, report = command(capsys, str(folder / file), "--date", DATE)
    rows = read_database(current())["extraction"]
    assert (status, report["publie"], rows.height) == (0, True, want["rows"])
    assert rows["heures_realisees"].sum() == pytest.approx(want["hours"])


@pytest.mark.parametrize(
    ("name", "file"),
    [
        pytest.param(*case.values, id=case.id)
        for case in CASES
        if expected(case.values[0])["files"][case.values[1]]["outcome"] == "ask"
    ],
)
def test_l_onglet_demande_se_precise(name, file, capsys):
    folder, want = BASES[name][0], expected(name)["files"][file]
    words = (str(folder / file), "--date", DATE, "--feuille", "export")
    status, report = command(capsys, *words)
    one = report["fichiers"][0]
    assert (status, one["issue"], one["lignes"]["retenues"]) == (0, "importe", want["rows"])
    assert one["heures"]["retenues"] == pytest.approx(want["hours"])
