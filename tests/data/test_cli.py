"""La ligne de commande, comme une personne la tape : sorties, codes, phrases."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data.__main__ import main
from data.location import store_path
from data.people.pseudonyms import key_path
from data.publish import current
from data.recognize import read_mapping
from data.recognize.mapping import saved_mappings
from tests.support.fabrique import JOUR, bring, csv, export, stored, table
from tests.support.places import EXPORTS
from tests.support.places import ROOT as RACINE
from tests.support.pseudonymes import contrat

pytestmark = pytest.mark.usefixtures("sans_cube")

HEURES = EXPORTS / f"heures_longues_CIE84_{JOUR}.csv"
FICHIER = {"nom", "issue", "format", "lignes", "heures", "anomalies"}
LIGNES = ["lues", "retenues", "doublons", "totaux", "ecartees"]
ANGLAIS = re.compile(
    r"\b(usage|error|the|following|arguments? are|required|invalid|choice|choose|expected|show|"
    r"help message|options?:|positional|unrecognized|file not found|no such|traceback)\b",
    re.IGNORECASE,
)


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    try:
        status = main([str(word) for word in words])
    except SystemExit as stop:
        status = stop.code
    said = capsys.readouterr()
    return status, said.out, said.err


def report(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict]:
    status, out, _ = run(capsys, "importer", *words, "--json")
    assert out.count("\n") == 1, "un seul objet sur une ligne"
    return status, json.loads(out)


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def assert_shape(said: dict) -> None:
    """Exactement l'objet de l'énoncé : ni clé de plus, ni clé de moins."""
    assert set(said) == {"publie", "generation", "fichiers"}
    assert type(said["publie"]) is bool and type(said["generation"]) is int
    for one in said["fichiers"]:
        assert set(one) == FICHIER
        assert one["issue"] in ("importe", "refuse", "a_preciser")
        assert list(one["lignes"]) == LIGNES
        assert all(type(count) is int for count in one["lignes"].values())
        assert one["lignes"]["lues"] == sum(one["lignes"][name] for name in LIGNES[1:])
        assert set(one["heures"]) == {"lues", "retenues"}
        for anomaly in one["anomalies"]:
            assert set(anomaly) == {"feuille", "ligne", "colonne", "message"}


def test_le_processus_entier_rend_l_objet_de_l_enonce(tmp_path):
    environment = {**os.environ, "CLAUSES_STORE": str(tmp_path / "absent" / "plus loin")}
    done = subprocess.run(
        [sys.executable, "-m", "data", "importer", str(HEURES), "--json"],
        cwd=RACINE, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = json.loads(done.stdout)
    assert_shape(said)
    assert done.returncode == 0 and said["publie"] and said["generation"] == 1
    (one,) = said["fichiers"]
    assert (one["nom"], one["issue"], one["format"]) == (HEURES.name, "importe", "heures")
    assert one["lignes"] == dict(zip(LIGNES, (6, 5, 0, 1, 0), strict=True))
    assert one["heures"] == {"lues": 689.0, "retenues": 344.5}
    assert (tmp_path / "absent" / "plus loin" / "CURRENT").read_text().startswith("2 ")
    assert str(key_path()) in done.stderr, "la clé créée s'annonce sans abîmer l'objet"


def test_accepte_refuse_et_a_preciser_ensemble(capsys, tmp_path):
    asked = written(tmp_path, *export("situations", {"Situation à 6 mois": "Chèvres"}))
    empty = written(tmp_path, f"vide_ITV_{JOUR}.csv", b"")
    status, said = report(capsys, HEURES, asked, empty, tmp_path / "absent.csv", tmp_path)
    assert_shape(said)
    assert (status, said["publie"], said["generation"]) == (1, True, 1)
    assert [one["issue"] for one in said["fichiers"]] == [
        "importe", "a_preciser", "refuse", "refuse", "refuse",
    ]  # fmt: skip
    words = [one["anomalies"][0]["message"] for one in said["fichiers"][1:]]
    assert "libellé de la ligne 2" in words[0] and "Chèvres" not in words[0], (
        "c'est un nom, peut-être"
    )
    assert "vide" in words[1]
    assert "introuvable" in words[2] and "dossier" in words[3]


def test_deux_fois_ne_change_rien(capsys):
    assert report(capsys, HEURES)[1]["generation"] == 1
    status, said = report(capsys, HEURES)
    assert (status, said["publie"], said["generation"]) == (0, True, 1)


def test_rien_d_accepte_rien_de_publie(capsys, tmp_path):
    report(capsys, HEURES)
    status, said = report(capsys, written(tmp_path, "x.csv", b"n'importe quoi\n"))
    assert_shape(said)
    assert (status, said["publie"], said["generation"]) == (1, False, 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--structure", "Mairie"], "CIE84, ITV, MLJGA"),
        (["--date", "hier"], "aaaa-mm-jj"),
        (["--date", "31/02/2026"], "n'est pas une date"),
    ],
)
def test_une_option_illisible_refuse_tout_et_le_dit(capsys, words, said):
    status, found = report(capsys, HEURES, *words)
    assert_shape(found)
    assert (status, found["publie"]) == (1, False) and current() is None
    assert said in found["fichiers"][0]["anomalies"][0]["message"]


@pytest.mark.parametrize("text", ["2026-09-30", "30/09/2026", "20260930"])
def test_la_date_s_ecrit_comme_on_veut(capsys, tmp_path, text):
    path = written(tmp_path, "heures_ITV.csv", csv(table("heures", {})))
    assert report(capsys, path)[0] == 1
    assert report(capsys, path, "--date", text)[0] == 0


@pytest.mark.parametrize("text", ["ITV", "itv", "Initiative Terres de Vaucluse"])
def test_la_structure_s_ecrit_comme_on_veut(capsys, tmp_path, text):
    path = written(tmp_path, f"heures_{JOUR}.csv", csv(table("heures", {})))
    assert report(capsys, path, "--structure", text)[0] == 0
    assert stored("heures")["structure"].to_list() == ["ITV"]


def test_complet(capsys, tmp_path):
    first = written(tmp_path, *export("contrats", {}, {"N° contrat": "C2"}))
    report(capsys, first)
    first.write_bytes(csv(table("contrats", {})))
    assert report(capsys, first, "--complet")[0] == 0
    assert stored("contrats")["numero_contrat"].to_list() == [contrat("C1")]


def test_le_compte_rendu_pour_une_personne(capsys, tmp_path):
    people = ("P1", "P2", "P3", "P1", "P4")
    rows = [{"N° contrat": f"C{rank}", "N° participant": one} for rank, one in enumerate(people)]
    for rank in (1, 2, 4):
        rows[rank]["Heures réalisées"] = "5O"
    status, out, err = run(capsys, "importer", written(tmp_path, *export("heures", *rows)))
    assert status == 0
    assert "Lignes : 5 lues = 2 retenues + 0 en double + 0 de total + 3 mises à l'écart" in out
    assert "personnes : 1 · heures : 100,00 lues, 100,00 retenues" in out
    assert "lignes 3 à 4, 6, colonne « Heures réalisées » : « 5O » n'est pas un nombre" in out
    assert "Publication n° 1 servie." in out and "Clé de pseudonymisation créée" in out
    assert "100 %" in err or "%|" in err, "une barre de progression"


def test_une_question_dit_comment_y_repondre(capsys, tmp_path):
    content = csv(table("heures", {}))
    for name, hint in (("h_ITV.csv", "--date"), (f"h_{JOUR}.csv", "--structure")):
        status, out, _ = run(capsys, "importer", written(tmp_path, name, content))
        assert status == 1 and "À préciser" in out and hint in out
        assert "Rien n'a été publié." in out


@pytest.mark.parametrize("json_too", [True, False])
def test_une_correspondance_s_ecrit_se_complete_et_se_retient(capsys, tmp_path, json_too):
    asked = {"Situation à 6 mois": "Suivi de parcours"}
    path = written(tmp_path, *export("situations", asked, structure="ITV"))
    mapping = tmp_path / "reponses.toml"
    words = ("importer", path, "--correspondance", mapping, *(["--json"] if json_too else []))
    status, out, err = run(capsys, *words)
    assert status == 1 and str(mapping) in out + err
    assert 'Suivi de parcours" = ""' in mapping.read_text("utf-8")
    status, out, err = run(capsys, *words)
    assert status == 1 and "pas encore de code" in out + err and current() is None
    text = mapping.read_text("utf-8").replace(
        'Suivi de parcours" = ""', 'Suivi de parcours" = "inactivite"'
    )
    mapping.write_text(text, "utf-8")
    assert run(capsys, *words)[0] == 0
    assert stored("situations")["situation_6_mois"].to_list() == ["inactivite"]
    (kept,) = saved_mappings("ITV")
    assert kept.structure == "ITV" and saved_mappings("CIE84") == []
    path.write_bytes(csv(table("situations", asked, {**asked, "N° participant": "P2"})))
    assert run(capsys, "importer", path)[0] == 0, "retenue pour la fois suivante"
    assert read_mapping(mapping).format == "situations"


def test_une_correspondance_dans_un_dossier_absent(capsys, tmp_path):
    path = written(tmp_path, *export("situations", {"Situation à 6 mois": "Chèvres"}))
    target = tmp_path / "absent" / "c.toml"
    status, _, err = run(capsys, "importer", path, "--correspondance", target)
    assert status == 1 and "n'existe pas" in err


@pytest.mark.parametrize(
    "name",
    ["heures ITV 2024 (copie) – n°1.csv", "heures_ITV;rm -rf.csv", "heures_ITV_<b>é<b>.csv",
     "-heures_ITV.csv", "heures_ITV\u202e.csv", "heures_ITV_" + "é" * 80 + ".csv"],
)  # fmt: skip
def test_un_nom_de_fichier_bizarre(capsys, tmp_path, name):
    path = written(tmp_path, name, csv(table("heures", {})))
    status, said = report(capsys, path, "--date", "2026-09-30")
    assert status == 0 and said["fichiers"][0]["nom"] == name
    (kept,) = stored("imports")["fichier"]
    assert kept.startswith("Heures · ITV · 30/09/2026 · ") and name not in kept


def test_un_nom_de_fichier_hors_utf8(capsys, tmp_path):
    path = tmp_path / os.fsdecode(b"heures_ITV_\xe9t\xe9_20260930.csv")
    path.write_bytes(csv(table("heures", {})))
    status, said = report(capsys, path)
    assert (status, said["fichiers"][0]["issue"]) == (0, "importe")
    assert "\ufffd" in said["fichiers"][0]["nom"] or "?" in said["fichiers"][0]["nom"]


# --- état, exemples, retour en arrière


def test_etat(capsys):
    status, out, _ = run(capsys, "etat")
    assert status == 0 and "vide" in out
    bring(export("heures", {}, {"Mois": "4"}))
    status, out, _ = run(capsys, "etat")
    assert "Publication n° 1" in out and "données importées" in out
    assert "Heures, CIE84 : 2 lignes, extraites le 30/09/2026" in out
    said = json.loads(run(capsys, "etat", "--json")[1])
    assert said["generation"] == 1 and said["exemples"] is False and said["alerte"] == ""
    (row,) = said["lignes"]
    assert row == {"format": "heures", "structure": "CIE84", "lignes": 2,
                   "derniere_extraction": "2026-09-30"}  # fmt: skip


def test_etat_alerte_sur_une_publication_abimee(capsys):
    bring(export("heures", {}))
    bring(export("heures", {"Mois": "4"}))
    current().exact.write_bytes(b"abime")
    status, out, _ = run(capsys, "etat")
    assert status == 0 and "illisible" in out and "Publication n° 1" in out


def test_exemples_refuses_dans_un_magasin_rempli(capsys):
    bring(export("heures", {}))
    status, _, err = run(capsys, "exemples")
    assert status == 1 and "magasin vide" in err
    assert stored("heures").height == 1


def test_etat_des_exemples(capsys, magasin_exemples, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(magasin_exemples))
    assert "données d'exemple, inventées" in run(capsys, "etat")[1]


def test_revenir(capsys):
    for month in ("3", "4"):
        bring(export("heures", {"Mois": month}))
    assert run(capsys, "revenir", "1")[:2] == (0, "Publication n° 1 servie.\n")
    assert current().number == 1 and stored("heures").height == 1
    shutil.rmtree(store_path() / "generations" / "2")
    for number in ("2", "9"):
        status, _, err = run(capsys, "revenir", number)
        assert status == 1 and "gardées : 1" in err and current().number == 1


def test_revenir_a_une_publication_abimee_est_refuse(capsys):
    bring(export("heures", {}))
    one = current()
    bring(export("heures", {"Mois": "4"}))
    one.exact.write_bytes(b"abime")
    assert run(capsys, "revenir", "1")[0] == 1 and current().number == 2


# --- français


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ([], 2), (["zut"], 2), (["importer"], 2), (["importer", "--date"], 2),
        (["importer", "x.csv", "--zut"], 2), (["importer", "x.csv", "--json=1"], 2),
        (["revenir"], 2), (["revenir", "abc"], 2), (["revenir", "7"], 1),
        (["importer", "x.csv", "--feu", "A"], 2), (["--aide"], 0), (["-h"], 0),
        (["importer", "--aide"], 0), (["revenir", "--help"], 0), (["etat", "-h"], 0),
        (["importer", "absent.csv"], 1),
        (["importer", "absent.csv", "--correspondance", "pyproject.toml"], 1),
    ],
)  # fmt: skip
def test_aide_et_erreurs_sont_en_francais(capsys, words, status):
    code, out, err = run(capsys, *words)
    said = out + err
    assert code == status and said.strip()
    assert not ANGLAIS.search(said.replace("--help", "")), ANGLAIS.search(said)
