"""La fiche de l'article 4 et le dossier de solde : des faits, relus des lignes."""

from __future__ import annotations

import threading
from datetime import date
from urllib.parse import parse_qs

import openpyxl
import pytest

import queries
from data.publish.copil import read_register
from pages.dossiers.__main__ import main
from pages.dossiers.contents import ARTICLE_4, DOSSIERS
from queries import registres
from tests.support.page import raw, run_page, seen_in
from tests.support.queries_store import financement, heures, write

WHERE = {"periode": "2025", "structure": "CIE84"}


@pytest.fixture
def store(tmp_path, monkeypatch):
    folder = write(
        tmp_path / "magasin",
        heures=[heures("p", "2025-03", 100)],
        financements=[
            financement("etat", "35000"),
            financement("departement", "10000", verse="7000", nature_versement="acompte"),
            financement("epci", "5000"),
        ],
    )
    monkeypatch.setenv("CLAUSES_STORE", str(folder))
    return folder


def demand(store, etape="mise_en_demeure", suite="", texte="Documents non fournis", **more):
    given = {"jour": date(2026, 10, 20), "par": "DDETS", **more}
    registres.add_step(2025, "CIE84", "État", etape, texte=texte, suite=suite, store=store,
                       **given)  # fmt: skip


def test_la_fiche_dit_l_article_et_ses_etapes(store):
    demand(store)
    demand(store, "reponse", texte="Transmis ce jour", jour=date(2026, 11, 2), par="CIE 84")
    demand(store, "decision", "rien", "Pièces reçues", jour=date(2026, 12, 3), par="Copil")
    seen = seen_in(run_page("dossiers", **WHERE))
    assert "Cette fiche dit des faits ; elle ne propose aucune suite." in seen
    assert "sans recommander" not in seen and ARTICLE_4[:40].replace("\u00a0", " ") in seen
    told = queries.run("mises_en_demeure", store, annee=2025, structure="CIE84")
    assert told["etape_libelle"].to_list() == ["Mise en demeure", "Réponse",
                                               "Décision des signataires"]  # fmt: skip
    for words in ("Documents non fournis", "Transmis ce jour", "Pièces reçues", "aucune suite"):
        assert words in seen
    # Une autre structure, une autre année n'en sait rien.
    assert queries.run("mises_en_demeure", store, annee=2025, structure="ITV").is_empty()
    assert queries.run("mises_en_demeure", store, annee=2024, structure="CIE84").is_empty()


def test_un_vide_qui_ne_manque_pas_ne_se_dit_pas_non_renseigne(magasin_exemples, monkeypatch):
    """Ni objectif sans décision, ni financeur qui n'est pas un EPCI, ni nombre sans inconnu."""
    monkeypatch.setenv("CLAUSES_STORE", str(magasin_exemples))
    for kind in DOSSIERS:
        shown = raw(run_page("dossiers", **WHERE, dossier=kind))
        assert ">sans objet<" in shown and ">non renseigné</td>" not in shown
    assert "Aucune étape de l'article 4" in seen_in(run_page("dossiers", **WHERE))


def test_sans_structure_ni_annee_rien_n_est_dit_au_hasard(store):
    seen = seen_in(run_page("dossiers", periode="2025"))
    assert "Choisissez une structure" in seen and "Parts et règles" not in seen


def test_sans_structure_la_page_mene_au_dossier_de_chacune(store):
    for given in ({"periode": "2025"}, {"periode": "tout"}):
        links = [
            one.proto for one in run_page("dossiers", dossier="solde", **given).get("page_link")
        ]
        asked = [parse_qs(one.query_string) for one in links if one.page == "dossiers"]
        told = [one for one in asked if one.get("dossier") == ["solde"] and "structure" in one]
        assert [one["structure"][0] for one in told] == ["CIE84", "ITV", "MLJGA"]
        assert {one["periode"][0] for one in told} == {"2025"}


@pytest.mark.parametrize(
    ("etape", "suite"), [("reponse", "suspendre"), ("inconnue", ""), ("decision", "punir")]
)
def test_seules_les_suites_de_l_article_4_s_ecrivent(store, etape, suite):
    with pytest.raises(queries.DemandeInvalide):
        demand(store, etape, suite)
    assert read_register("mises_en_demeure", store) == []


def test_deux_signataires_ecrivent_sans_se_perdre(store):
    threads = [threading.Thread(target=demand, args=(store,), kwargs={"texte": f"n{one}"})
               for one in range(8)]  # fmt: skip
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    texts = {one["texte"] for one in read_register("mises_en_demeure", store)}
    assert texts == {f"n{one}" for one in range(8)}


def test_les_documents_se_comparent_a_la_date_des_donnees(store):
    found = {
        (row["export"], row["periode"]): row["etat_piece"]
        for row in queries.run("pieces_attendues", store, annee=2025, structure="CIE84").to_dicts()
    }
    # Données au 30 septembre 2026 : les exports de 2025 sont couverts ; le plan de 2025 est là.
    assert found["abc_clauses", "2025-T4"] == "reçu"
    assert found["financement", "2025"] == "reçu"
    assert found["actions", "2025-T4"] == "en retard"


@pytest.mark.parametrize("kind", DOSSIERS)
def test_le_classeur_de_la_commande_porte_chaque_piece(store, tmp_path, capsys, kind):
    assert main([kind, str(tmp_path), "structure=CIE84", "annee=2025"]) == 0
    book = openpyxl.load_workbook(capsys.readouterr().out.strip())
    assert book.sheetnames == list(DOSSIERS[kind])
    sheet = book["Acompte et solde"]
    heads = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heads, [cell.value for cell in row], strict=True)) for row in sheet["2:3"]]
    # 70 % puis 30 % des 10 000 € notifiés par le Département, recomptés à la main.
    assert sorted(row["Dû (€)"] for row in rows) == [3000, 7000]


@pytest.mark.parametrize(
    "words",
    [["solde", "x"], ["solde", "x", "structure=CIE84"], ["autre", "x"], ["solde", "x", "z"]],
)
def test_une_commande_incomplete_le_dit(store, tmp_path, capsys, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    assert main(words) == 1
    assert "python -m pages.dossiers" in capsys.readouterr().err
