"""Effacer une personne, purger les anciennes : aux bornes, et rien ne les ramène."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import polars as pl
import pytest

import queries
from data import reference
from data.__main__ import main
from data.importer import Identite, erase, purge, purge_plan
from data.load import departure, without
from data.location import store_path
from data.publish import (
    PublicationRefusee,
    backup,
    current,
    numbers,
    publish_tables,
    read_database,
)
from data.publish.seal import PROTEGE
from data.schema import tables
from tests.support.fabrique import bring, export, stored
from tests.support.pseudonymes import numero

TABLES = ("participants", "contrats", "heures", "situations", "extraction")
LEA = {"Nom": "Inventée", "Prénom": "Léa", "Date de naissance": "01/02/1990",
       "N° participant": "P1"}  # fmt: skip
NOE = {"Nom": "Fictif", "Prénom": "Noé", "Date de naissance": "05/06/1985", "N° participant": "P2"}
IDENTITE = Identite("inventee", "LÉA", date(1990, 2, 1))
FIN = date(2024, 8, 31)


@pytest.fixture
def deux(sans_epci):
    """Deux personnes, leurs contrats et leurs heures ; la première suivie par deux structures."""
    both = [{"N° participant": "P1", "N° contrat": "C1"},
            {"N° participant": "P2", "N° contrat": "C2"}]  # fmt: skip
    files = [export("participants", LEA, NOE), export("contrats", *both),
             export("heures", *both),
             export("participants", {**LEA, "N° participant": "77"}, structure="ITV"),
             export("contrats", {"N° participant": "77"}, structure="ITV")]  # fmt: skip
    bring(*files)
    return files


def people() -> dict[str, int]:
    """Par table, le nombre de lignes."""
    return {name: stored(name).height for name in TABLES if stored(name).height}


def typed(monkeypatch, *answers: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers) + "\n"))


def test_effacer_retire_la_personne_de_toutes_les_tables_et_des_deux_structures(deux):
    assert people() == {"participants": 3, "contrats": 3, "heures": 2}
    receipt = erase(IDENTITE)
    assert receipt.lignes == {"participants": 2, "contrats": 2, "heures": 1}
    assert people() == {"participants": 1, "contrats": 1, "heures": 1}
    assert stored("contrats")["numero_participant"].to_list() == [numero("P2")]
    assert numbers() == [receipt.generation], "les publications d'avant la contenaient"


def test_le_prochain_import_ne_la_ramene_pas_meme_sous_un_autre_numero(deux):
    erase(IDENTITE)
    bring(*deux)
    bring(export("participants", {**LEA, "N° participant": "P9"}),
          export("contrats", {"N° participant": "P9", "N° contrat": "C9"}))  # fmt: skip
    bring(export("contrats", {"N° participant": "P9", "N° contrat": "C10"}))
    assert people() == {"participants": 1, "contrats": 1, "heures": 1}


def test_un_numero_dans_sa_structure_suffit_et_ne_touche_pas_l_autre(deux):
    erase(Identite("", "", None, "CIE84", "p2"))
    assert people() == {"participants": 2, "contrats": 2, "heures": 1}
    assert numero("P2") not in stored("contrats")["numero_participant"].to_list()


def test_une_identite_incomplete_ou_inconnue(deux):
    with pytest.raises(PublicationRefusee, match="Rien n'a été effacé"):
        erase(Identite("Inventée", "Léa", None))
    before = current().number
    assert "aucune ligne" in erase(Identite("Autre", "Inès", date(1991, 1, 1))).phrases[0]
    assert people()["participants"] == 3 and current().number == before
    with pytest.raises(PublicationRefusee):
        erase(Identite("Inventée", "Léa", None, "", "P1"))


def test_l_identite_n_est_ecrite_nulle_part(deux, monkeypatch, capsys):
    typed(monkeypatch, "Inventée", "Léa", "01/02/1990")
    assert main(["effacer"]) == 0
    said = capsys.readouterr()
    assert "Reçu n°" in said.out and people()["participants"] == 1
    kept = b"".join(path.read_bytes() for path in store_path().rglob("*") if path.is_file())
    for trace in ("Inventée", "inventee", "INVENTEE", "Léa", "01/02/1990", "1990-02-01"):
        assert trace not in said.out + said.err and trace.encode() not in kept
    assert "Inventée" not in repr(IDENTITE)


def test_ni_une_sauvegarde_ni_un_retour_ne_la_ramenent(deux, tmp_path, capsys):
    saved = backup.back_up(tmp_path / "avant")
    first = current().number
    erase(IDENTITE)
    assert main(["revenir", str(first)]) == 1, "cette publication n'existe plus"
    assert main(["restaurer", str(saved), "--oui"]) == 0
    assert "retirées" in capsys.readouterr().out
    assert people() == {"participants": 1, "contrats": 1, "heures": 1}
    assert numbers() == [current().number]


def test_une_coupure_apres_l_opposition_efface_au_prochain_import(deux, monkeypatch):
    def cut(*_given: object, **_named: object) -> None:
        raise OSError("coupure")

    with monkeypatch.context() as patched:
        patched.setattr("data.importer.departures.publish_tables", cut)
        with pytest.raises(OSError, match="coupure"):
            erase(IDENTITE)
    assert people()["participants"] == 3
    bring(export("heures", {"N° participant": "P2", "N° contrat": "C2", "Mois": "6"}))
    assert people()["participants"] == 1


# --- la conservation : deux ans après la fin du dernier contrat


def ended(fin: date, **more: str) -> None:
    contract = {"Date de fin réelle": fin.strftime("%d/%m/%Y"), **more}
    bring(export("participants", LEA), export("contrats", contract))


@pytest.mark.parametrize(
    ("after", "gone"), [(timedelta(days=-1), 0), (timedelta(0), 0), (timedelta(days=1), 1)]
)
def test_deux_ans_moins_un_jour_deux_ans_et_le_lendemain(sans_epci, after, gone):
    ended(FIN)
    today = date(FIN.year + 2, FIN.month, FIN.day) + after
    assert purge_plan(today).personnes == gone
    plan, _ = purge(today)
    assert plan.personnes == gone
    assert people().get("participants", 0) == 1 - gone


def test_un_29_fevrier_finit_deux_ans_plus_tard_le_28(sans_epci):
    ended(date(2024, 2, 29), **{"Date de début": "01/02/2024", "Date de fin prévue": "29/02/2024"})
    assert purge_plan(date(2026, 2, 28)).personnes == 0
    assert purge_plan(date(2026, 3, 1)).personnes == 1


def test_le_dernier_contrat_de_toutes_les_structures_decide(deux):
    recent = {"N° participant": "77", "N° contrat": "C8", "Date de début": "01/09/2025",
              "Date de fin prévue": "30/11/2025", "Date de fin réelle": "30/11/2025"}  # fmt: skip
    bring(export("contrats", recent, structure="ITV"))
    plan, _ = purge(date(2026, 12, 1))
    assert (plan.personnes, plan.lignes) == (1, {"participants": 1, "contrats": 1, "heures": 1})
    assert people() == {"participants": 2, "contrats": 3, "heures": 1}


SANS_FIN = {"Date de fin réelle": "", "Date de fin prévue": ""}


@pytest.mark.parametrize(
    ("files", "fait", "sans_fin"),
    [
        # Le début du contrat, le dernier mois d'heures, l'un après l'autre contrat.
        ([("contrats", SANS_FIN)], date(2024, 3, 1), 1),
        ([("contrats", SANS_FIN), ("heures", {"Mois": "6"})], date(2024, 6, 30), 1),
        ([("contrats", {}), ("contrats", {**SANS_FIN, "N° contrat": "C2"})], FIN, 1),
        # Sans contrat ni heures : l'entrée, la situation ; sans aucune date, l'export.
        ([("participants", {**LEA, "Date d'entrée": "15/01/2024"})], date(2024, 1, 15), 0),
        ([("situations", {})], date(2024, 9, 1), 0),
        ([("participants", LEA)], date(2026, 9, 30), 0),
    ],
    ids=["debut", "heures", "deux", "entree", "situation", "export"],
)
def test_sans_date_de_fin_le_dernier_fait_connu_vaut_fin(sans_epci, files, fait, sans_fin):
    bring(*[export(kind, row) for kind, row in files])
    kept, gone = (
        purge_plan(date(fait.year + 2, fait.month, fait.day) + timedelta(days=more))
        for more in (0, 1)
    )
    assert (kept.personnes, gone.personnes, gone.sans_fin) == (0, 1, sans_fin)
    assert ("sans date de fin : 1" in " ".join(gone.phrases)) == bool(sans_fin)


def test_le_delai_est_le_parametre_en_vigueur_ce_jour_la(sans_epci, monkeypatch):
    ended(FIN)
    row = {"cle": "conservation_annees", "valeur": "1", "date_debut": date(2026, 1, 1),
           "date_fin": None}  # fmt: skip
    whole = reference.load()["ref_parametre"]
    added = pl.concat([whole, pl.DataFrame([row])], how="diagonal_relaxed")
    monkeypatch.setattr("data.reference.parametres.load", lambda: {"ref_parametre": added})
    before, after = (purge_plan(date(*day)) for day in ((2025, 12, 31), (2026, 1, 1)))
    assert (before.annees, before.personnes, after.annees, after.personnes) == (2, 0, 1, 1)
    assert "plus de 1 an :" in " ".join(after.phrases)


def test_la_commande_dit_avant_de_faire(deux, capsys):
    before = current().number
    assert main(["purger"]) == 0
    said = capsys.readouterr().out
    assert (
        "2 personnes ont fini leur" in said
        and "Rien n'a été retiré" in said
        and "premier contrat" in said
    )
    assert current().number == before
    assert main(["purger", "--oui"]) == 0 and people() == {}
    assert main(["purger"]) == 0 and "rien à retirer" in capsys.readouterr().out


def with_cube(cube: bytes, folder: Path) -> None:
    (folder / PROTEGE).write_bytes(cube)
    path = folder / "manifest.json"
    note = {"protege": {"empreinte": hashlib.sha256(cube).hexdigest()}}
    path.write_text(json.dumps(json.loads(path.read_text()) | note))


def test_les_chiffres_proteges_d_avant_la_purge_sont_gardes(deux):
    served, cube = current(), b"chiffres d'avant"
    publish_tables(read_database(served), key_id=served.manifest["cle"],
                   before_pointer=[partial(with_cube, cube)])  # fmt: skip
    purge(date(2026, 12, 1))
    assert [path.read_bytes() for path in (store_path() / "cubes").iterdir()] == [cube]
    assert not current().a_cube


def test_qui_revient_apres_une_purge_garde_son_premier_contrat(deux):
    purge(date(2026, 12, 1))
    kept = stored("departs")
    assert kept.height == 2 and kept["date_premier_contrat"].to_list() == [date(2024, 3, 1)] * 2
    again = {"N° participant": "P1", "N° contrat": "C30", "Date de début": "01/02/2027",
             "Date de fin prévue": "30/06/2027", "Date de fin réelle": ""}  # fmt: skip
    bring(export("participants", LEA, jour="20270930"),
          export("contrats", again, jour="20270930"))  # fmt: skip
    (first,) = queries.read(current(), "select date_premier_contrat from premiers_contrats").rows()
    assert first == (date(2024, 3, 1),)


def test_effacer_oublie_aussi_le_premier_contrat_garde(deux):
    purge(date(2026, 12, 1))
    assert erase(IDENTITE).lignes == {}
    assert stored("departs").height == 1
    said = json.loads((store_path() / "oppositions.json").read_text())
    assert said["personnes"] and "Inventée" not in str(said)


@pytest.mark.parametrize("name", sorted(tables()))
def test_une_table_de_vingt_mille_lignes_ne_perd_que_les_siennes(name):
    """Au-delà de 16 384 lignes, Polars évalue un filtre par morceaux : une constante y casse."""
    height = 20_000
    rows = pl.DataFrame({
        one: pl.Series(one, [None] * height, dtype=kind)
        for one, kind in tables()[name].items()
    })  # fmt: skip
    if "personne" in rows.columns:
        rows = rows.with_columns(personne=pl.Series(["elle", *["autre"] * (height - 1)]))
    if {"structure", "numero_participant"} <= set(rows.columns):
        numbers = ["P1", *["P2"] * (height - 1)]
        rows = rows.with_columns(numero_participant=pl.Series(numbers), structure=pl.lit("ITV"))
    gone = departure(["elle"], [("ITV", "P1")])
    is_personal = {"personne", "numero_participant"} & set(rows.columns)
    for one, expected in ((departure(), height), (gone, height - bool(is_personal))):
        assert without({name: rows}, one)[name].height == expected
