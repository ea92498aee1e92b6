"""De regarder à piloter : une mise en demeure et ses suites ; une liste à relever qui se vide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from data.importer import prepare_paths, publish
from data.recognize import Options
from queries import copil
from tests.support.ecran import Screen, visit
from tests.support.envoi import drop
from tests.support.envoi import publish as press_publish
from tests.support.navigateur import Server, serve, serve_store

PARTICIPANTS = """N° participant;Nom;Prénom;Sexe;Date de naissance
101;Inventée;Une;F;01/06/1990
102;Inventé;Deux;H;02/06/1990
"""
CONTRATS = """N° contrat;N° participant;N° marché;Date de début;Date de fin réelle
C1;101;M1;02/03/2024;31/05/2024
C2;102;M1;04/03/2024;31/05/2024
"""
HEURES = """N° contrat;N° participant;N° marché;Année;Mois;Heures réalisées
C1;101;M1;2024;3;40
C2;102;M1;2024;3;50
"""
SITUATIONS = """N° participant;Situation à 6 mois;Date de relevé à 6 mois
101;CDI;03/09/2024
102;CDD de plus de 6 mois;05/09/2024
"""


def fill(screen: Screen, label: str, text: str) -> None:
    field = screen.page.get_by_label(label, exact=True)
    field.fill(text)
    field.blur()


def open_drawer(screen: Screen, label: str) -> None:
    """Ouvre un tiroir ; son bouton porte aussi une icône : le nom n'est pas exact."""
    screen.page.get_by_role("button", name=label).first.click()
    screen.settle()


@pytest.fixture
def seance(magasin_protege: Path, tmp_path: Path) -> Iterator[Server]:
    with serve_store(magasin_protege, tmp_path / "seance") as one:
        yield one


def test_une_mise_en_demeure_devient_une_decision_que_le_copil_suivant_relit(
    browser: Browser, seance: Server
):
    where = "periode=2023&structure=CIE84"
    with visit(browser, seance) as screen:
        screen.open(f"/dossiers?{where}")
        open_drawer(screen, "Écrire une étape de l'article 4")
        fill(screen, "Signataire (organisme)", "DDETS")
        fill(screen, "Texte", "Exports du trimestre non fournis")
        fill(screen, "Qui l'écrit (organisme ou fonction)", "DDETS")
        screen.press("Enregistrer l'étape")
        assert "Exports du trimestre non fournis" in screen.open(f"/dossiers?{where}").text()

        screen.open("/copil?periode=2023")
        open_drawer(screen, "Noter une décision")
        fill(screen, "Décision", "Demander les exports avant le 15 janvier")
        fill(screen, "Qui (organisme ou fonction)", "DDETS")
        screen.press("Enregistrer la décision")
        assert "Demander les exports" in screen.open("/copil?periode=2023").text()

        copil.take_photo("Copil d'hiver", date(2026, 12, 3), annee=2023, store=seance.store)
        screen.open("/copil?periode=2023")
        open_drawer(screen, "Dire ce qui s'est passé")
        screen.pick(screen.page.get_by_label("Où en est-on", exact=True), "Faite")
        screen.page.get_by_label("Ce qui s'est passé", exact=True).last.fill("Exports reçus")
        fill(screen, "Qui l'écrit (organisme ou fonction)", "CIE 84")
        screen.press("Enregistrer la suite")

        shown = screen.open("/pleniere?annee=2023").text()
        assert "Depuis « Copil d'hiver »" in shown.replace("\u00a0", " ")
        assert "Exports reçus" in shown and "Faite" in shown
        assert not screen.problems


@pytest.fixture
def suivi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Un serveur où CIE 84 a déposé participants, contrats et heures, sans aucune situation."""
    folder = tmp_path / "suivi"
    folder.mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "reglages"))
    sent = {"Participants": PARTICIPANTS, "Contrats": CONTRATS, "Heures": HEURES}
    paths = []
    for kind, text in sent.items():
        paths.append(folder / f"Export_{kind}_CIE84_20260930.csv")
        paths[-1].write_text(text, "utf-8-sig")
    publish(prepare_paths(paths, Options(), folder / "magasin"), folder / "magasin")
    with serve(folder) as one:
        yield one


def test_la_liste_a_relever_s_imprime_puis_se_vide_apres_import(browser: Browser, suivi: Server):
    address = "/relances?liste=situations&structure=CIE84"
    with visit(browser, suivi) as screen:
        screen.open(address)
        assert "2\u00a0situations à six mois à relever" in screen.text()
        table = screen.page.locator(".tableau tbody tr")
        assert sorted(one.split("\t")[1] for one in table.all_inner_texts()) == ["101", "102"]
        screen.open("/imports")
        drop(screen, "Export_Suivi_Situations_CIE84_20260930.csv", SITUATIONS.encode("utf-8-sig"))
        press_publish(screen)
        assert "Rien à relancer ici" in screen.open(address).text()
        assert not screen.problems
