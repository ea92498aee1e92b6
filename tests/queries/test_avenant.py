"""Un avenant est une ligne : une situation devient positive à une date, et tout suit.

Les effectifs sont comptés ici à la main : 10 CDI, 15 formations et 5 sans emploi à échéance en
2025 ; 10, 25 et 8 à échéance en 2026. La ligne : « formation qualifiante » positive dès 2026.
"""

from __future__ import annotations

import csv
import io
import shutil
from functools import partial
from pathlib import Path

import polars as pl
import pytest

import queries
from data.publish import current, publish_tables, read_database
from data.reference import alias_codes, load, tables
from queries.base import bases
from queries.ecarts import REDEFINI, Etat, compare
from queries.parametres import in_force
from queries.protection.count.collecte import exits_of
from queries.protection.count.effectifs import EffectifsIncoherents
from queries.protection.publish.publication import protect
from queries.protection.rules.liste import demandes
from tests.oracles.indicateurs import regle_de
from tests.support.queries_store import (
    CARPENTRAS,
    COVE,
    contrat,
    day,
    heures,
    marche,
    situation,
    write,
)

LIGNE = (
    "formation_qualifiante;Formation qualifiante;15;positive;positive;positive;positive;Formation;;"
    ";2026-01-01;;Avenant d'essai"
)
# (premier contrat, échéance, personnes par situation)
COHORTES = (
    ("2025-01-10", "2025-07-10", {"cdi": 10, "formation_qualifiante": 15, "demandeur_emploi": 5}),
    ("2025-10-10", "2026-04-10", {"cdi": 10, "formation_qualifiante": 25, "demandeur_emploi": 8}),
)


def forget() -> None:
    """Les tables de référence se lisent une fois par processus : on les relira."""
    for cached in (load, alias_codes, bases):
        cached.cache_clear()


def without_amendments(path: Path) -> str:
    """Rend une table sans ses lignes datées : un vrai avenant ne trouble pas celui d'ici."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    when = rows[0].index("date_debut")
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(
        [rows[0], *(row for row in rows[1:] if not row[when])]
    )
    return text.getvalue()


def add_line(folder: Path, name: str, line: str) -> None:
    with (folder / f"{name}.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """Une copie des tables de référence, que lit le logiciel le temps de ces tests."""
    folder = tmp_path_factory.mktemp("reference")
    for path in tables.FOLDER.glob("ref_*.csv"):
        shutil.copyfile(path, folder / path.name)
    for name in ("ref_situation.csv", "ref_parametre.csv"):
        (folder / name).write_text(without_amendments(tables.FOLDER / name), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "FOLDER", folder)
        # Sans les questions d'un EPCI, publier va trois fois plus vite.
        patch.setattr(
            "queries.protection.count.collecte.demandes",
            lambda years: (one for one in demandes(years) if not one.epci),
        )
        forget()
        yield folder
    forget()


def people() -> list[tuple[str, str, str, str]]:
    """(numéro, premier contrat, échéance, situation) de chaque personne."""
    return [
        (f"{start}-{code}-{rank}", start, due, code)
        for start, due, counts in COHORTES
        for code, number in counts.items()
        for rank in range(number)
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory, reference) -> Path:
    """Publication 2 : la convention ; publication 3 : les mêmes données après l'avenant."""
    folder = write(
        tmp_path_factory.mktemp("avenant") / "magasin",
        marches=[marche("M1", code_insee_travaux=CARPENTRAS)],
        contrats=[contrat(who, start, start) for who, start, _, _ in people()],
        heures=[heures(who, m, 10) for who, *_ in people() for m in ("2025-11", "2026-01")],
        situations=[situation(who, code, due) for who, _, due, code in people()],
    )
    content = read_database(current(folder))
    publish_tables(content, folder, before_pointer=[protect])
    add_line(reference, "ref_situation", LIGNE)
    forget()
    publish_tables(content, folder, before_pointer=[protect])
    return folder


@pytest.mark.parametrize(
    ("jour", "issue"), [("2025-12-31", "non_positive"), ("2026-01-01", "positive")]
)
def test_l_oracle_suit_aussi(store, reference, jour, issue):
    """Sans quoi un vrai avenant ferait échouer ce qui recompte les exemples."""
    with (reference / "ref_situation.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert regle_de(rows, "formation_qualifiante", day(jour))["convention"] == issue


def test_la_page_suit_la_regle_a_sa_date(store):
    found = {
        annee: queries.run("sorties_a_six_mois", store, annee=annee).filter(
            referentiel="convention"
        ).select("positives", "connues").row(0)
        for annee in (2025, 2026)
    }  # fmt: skip
    assert found == {2025: (10, 30), 2026: (10 + 25, 43)}


@pytest.mark.parametrize(("annee", "positives"), [(2025, 10), (2026, 35), (None, 45)])
def test_les_chiffres_cles_suivent_et_les_types_font_les_positives(store, annee, positives):
    keys = queries.run("chiffres_cles", store, annee=annee)
    assert keys.filter(indicateur="sorties_positives")["valeur"].item() == positives
    types = queries.run("types_sorties_positives", store, annee=annee)
    assert types["sorties"].sum() == positives
    assert types.filter(type_sortie="Formation")["sorties"].sum() == (25 if annee != 2025 else 0)


def test_le_territoire_suit(store):
    frame = queries.run("territoires_comparables", store, annee=2026)
    assert frame.filter(epci=COVE, indicateur="sorties_positives")["valeur"].item() == 35


def test_le_cube_protege_suit(store):
    """10 CDI, puis 10 CDI et 25 formations. Les types de 2025 ne changent pas."""
    for generation, expected in ((2, "10"), (3, "35")):
        frame = queries.run_protected("sorties_a_six_mois", store, generation, annee=2026)
        assert frame.filter(mesure="positives")["texte"].item() == expected
    kinds = {
        (number, annee): queries.run_protected(
            "types_sorties_positives", store, number, annee=annee
        ).filter(type_sortie="Formation")["texte"].to_list()
        for number in (2, 3) for annee in (2025, 2026)
    }  # fmt: skip
    assert kinds == {(2, 2025): [], (2, 2026): [], (3, 2025): [], (3, 2026): ["25"]}


def test_les_ecarts_disent_la_regle_et_ce_qu_elle_redefinit(store):
    before, after = (
        Etat(partial(queries.run_protected, store=store, generation=number), {})
        for number in (2, 3)
    )
    found = compare(before, after)
    assert {one.nature for one in found} == {REDEFINI}
    (rule,) = [one for one in found if not one.periode]
    assert rule.sujet == "Règle de sortie : Formation qualifiante, à partir du 01/01/2026"
    assert (rule.avant, rule.apres) == ("non positive", "positive")
    assert {one.periode for one in found} == {"", "2026"}
    assert ("10", "35") in {(one.avant, one.apres) for one in found if one.lieu == "Vaucluse"}


def test_des_types_qui_ne_font_pas_les_positives_refusent_le_cube():
    row = {"referentiel": "convention", "connues": 5, "positives": 3, "inconnues": 0,
           "hors_champ": 0, "non_mures": 0}  # fmt: skip
    frames = {
        "sorties_a_six_mois": pl.DataFrame([row]),
        "types_sorties_positives": pl.DataFrame({"type_sortie": ["CDI"], "sorties": [2]}),
    }
    with pytest.raises(EffectifsIncoherents, match="ne font pas"):
        exits_of(frames, ("CDI",))
    whole = {**frames, "types_sorties_positives": pl.DataFrame(
        {"type_sortie": ["CDI", "CDDI"], "sorties": [2, 1]})}  # fmt: skip
    assert exits_of(whole, ("CDI", "CDDI"))["CDDI"] == 1


@pytest.mark.parametrize(
    ("jour", "attendu"), [("2025-12-31", "1607"), ("2026-01-01", "1600"), ("2026-07-01", "1607")]
)
def test_un_parametre_date_vaut_entre_ses_dates(store, reference, jour, attendu):
    line = "diviseur_etp;1600;heures par an;Avenant;2026-01-01;2026-06-30;Avenant d'essai;etabli"
    if "Avenant;2026" not in (reference / "ref_parametre.csv").read_text("utf-8"):
        add_line(reference, "ref_parametre", line)
        forget()
    assert in_force(day(jour))["diviseur_etp"] == attendu
    if jour == "2026-01-01":
        shown = queries.run("parametres", store, periode="2026-S1")
        assert shown.filter(cle="diviseur_etp")["valeur"].to_list() == ["1600"]
        assert shown["cle"].n_unique() == shown.height
