"""Une source qui cite une règle de Méthode y mène : le numéro existe, et il est écrit en clair."""

import re
from pathlib import Path

import polars as pl
import pytest

import queries
from data import reference
from tests.support.places import ROOT

REGLES = {row["numero"]: row for row in reference.load()["ref_regle"].rows(named=True)}
CITATION = re.compile(r"Méthode, (règles?) (\d[\d, àet]*)")
ECRITS = [*(ROOT / "data" / "reference").glob("*.csv"), *(ROOT / "queries").rglob("*.sql")]


def texte(path: Path) -> str:
    """Rend l'écrit d'un seul tenant : une source coupée en deux lignes reste une citation."""
    return re.sub(r"\n-- {3}", " ", path.read_text("utf-8"))


def numeros(cite: str) -> set[int]:
    """Rend les numéros d'une citation : « 1 à 5 » les nomme tous, « 6 et 7 » les deux."""
    found = set()
    for part in re.split(r", | et ", cite.strip(" ,")):
        first, _, last = part.partition(" à ")
        found |= set(range(int(first), int(last or first) + 1))
    return found


@pytest.mark.parametrize(
    ("cite", "attendus"),
    [("6", {6}), ("6 et 7", {6, 7}), ("3 à 5", {3, 4, 5}), ("8 à 10 et 14", {8, 9, 10, 14}),
     ("9, 10 et 14", {9, 10, 14})],
)  # fmt: skip
def test_une_citation_se_lit(cite, attendus):
    assert numeros(cite) == attendus


@pytest.mark.parametrize("path", ECRITS, ids=lambda path: path.stem)
def test_une_citation_mene_a_une_regle(path):
    text = texte(path)
    assert not re.search(r"règles? du projet|du tableau de bord \(Méthode\)", text), "sans numéro"
    assert len(CITATION.findall(text)) == text.count("Méthode, règle"), "sans numéro"
    for word, cite in CITATION.findall(text):
        cited = numeros(cite)
        assert cited <= REGLES.keys(), cite
        assert (word == "règles") == (len(cited) > 1), cite


def test_des_citations_sont_lues():
    cited = [one for path in ECRITS for one in CITATION.findall(texte(path))]
    assert len(cited) > 100
    in_tables = {
        path.name for path in ECRITS if path.suffix == ".csv" and CITATION.search(texte(path))
    }
    assert {"ref_situation.csv", "ref_parametre.csv", "ref_code.csv"} <= in_tables


def test_les_regles_se_suivent_et_se_lisent():
    assert list(REGLES) == list(range(1, len(REGLES) + 1))
    for row in REGLES.values():
        assert (row["regle"].endswith(".") and row["regle"][0].isupper()) or row["regle"][0] == "«"
        assert row["source"] and row["reste_a_confirmer"] and not row["sujet"].endswith(".")


def test_la_page_montre_chaque_regle(tmp_path):
    from tests.support.queries_store import heures, write

    store = write(tmp_path, heures=[heures("p", "2023-01", 1)])
    shown = queries.run("regles_retenues", store)
    assert shown.rows() == reference.load()["ref_regle"].select(shown.columns).rows()


@pytest.mark.parametrize(
    ("cle", "numero", "dit"),
    [
        ("seuil_deld_mois", 10, "{} mois"),
        ("fenetre_avant_jours", 3, "{} jours avant"),
        ("fenetre_apres_jours", 3, "{} jours après"),
        ("age_jeune_min", 9, "{} ans révolus"),
        ("age_jeune_max", 9, "moins de {} ans"),
        ("marche_sans_heures_mois", 23, "plus de {} mois"),
        ("seuil_petit_effectif", 25, "dessous de {} personnes"),
        ("conservation_annees", 13, "plus de {} ans"),
        ("seuil_secret", 21, "« < {} »"),
        ("objectif_pnad_pct", 22, "{} %"),
    ],
)
def test_la_regle_dit_le_parametre(cle, numero, dit):
    """La règle écrite et le nombre dont se sert le calcul ne peuvent pas se contredire."""
    written = reference.load()["ref_parametre"].filter(pl.col("date_debut").is_null())
    values = dict(written.select("cle", "valeur").iter_rows())
    assert dit.format(values[cle]) in REGLES[numero]["regle"].replace("\u00a0", " ")
