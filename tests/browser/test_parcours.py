"""Trois parcours d'un bout à l'autre, sur le site commun ; le premier import est à part.

Une agente de la CoVe, du lien reçu à sa feuille ; la DDETS, du PNAD à la liste des acheteurs ; le
copil, du lien aux documents.
"""

from __future__ import annotations

import csv

import queries
from tests.support.ecran import kept, number
from tests.support.queries_store import COVE


def test_une_agente_de_la_cove_va_du_lien_a_sa_feuille(screen, site):
    screen.open(f"/?periode=2023&epci={COVE}")
    screen.shows("2023 · CoVe · lieu des travaux")
    screen.go("Mon territoire")
    screen.press("Comité et feuille")
    screen.press("À emporter")
    assert f"epci={COVE}" in screen.page.url and "partie=emporter" in screen.page.url
    sheet = screen.page.locator(".feuille").first
    assert sheet.locator("h2").inner_text() == "CoVe"
    figures = queries.run("chiffres_cles", store=site.server.store, periode="2023", epci=COVE)
    hours = figures["valeur"][0]
    shown = sheet.locator(".chiffre .valeur").first.inner_text()
    assert abs(number(shown) - float(hours)) <= 0.5
    assert screen.problems == []


def test_la_ddets_va_du_pnad_a_la_liste_des_acheteurs(screen, site):
    screen.open("/?periode=2025").go("Achats publics")
    row = queries.run("pnad_ensemble", store=site.server.store, periode="2025").row(0, named=True)
    empty = row["contrats"] - row["avec"] - row["sans"]
    assert f"ni atteint ni manqué : {empty} réponses manquent" in plain(screen.text())
    path = screen.download("pnad_a_appeler", "CSV")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        heads, *lines = list(csv.reader(stream, delimiter=";"))
    listed = {}
    for line in lines[: lines.index([])]:
        cells = dict(zip(heads, line, strict=True))
        listed[cells["Nom"]] = int(cells["Sans réponse"])
    # Recompté de la part de chaque acheteur : ses contrats, moins ses oui et ses non.
    buyers = queries.run("pnad_acheteurs", store=site.server.store, periode="2025")
    expected = {
        one["nom"]: one["contrats"] - one["avec"] - one["sans"]
        for one in buyers.iter_rows(named=True)
    }
    assert listed == {name: count for name, count in expected.items() if count}
    assert sum(listed.values()) == empty
    assert screen.problems == []


def test_le_copil_va_du_lien_aux_documents(screen):
    screen.open("/copil?periode=2023")
    for label, ending, start in (
        ("PowerPoint", ".pptx", b"PK"),
        ("Page à partager", ".html", b"<"),
    ):
        with screen.page.expect_download() as waiting:
            screen.page.get_by_role("button", name=label).click()
        path = kept(waiting.value)
        assert path.suffix == ending and path.read_bytes().startswith(start)
    screen.page.get_by_role("link", name="Ouvrir le diaporama").click()
    screen.page.wait_for_url("**/pleniere**")
    screen.settle()
    assert screen.page.get_by_role("heading", level=1).count() == 1
    assert screen.problems == []


def plain(text: str) -> str:
    """Ramène les espaces insécables à des espaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
