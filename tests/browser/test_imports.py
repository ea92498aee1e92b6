"""La page Imports dans Chromium : déposer, corriger, préciser, publier ; ou la porte close."""

from __future__ import annotations

import re

import pytest

from tests.support import magasin_pleniere
from tests.support.ecran import Screen, number, visit
from tests.support.envoi import HEADINGS, HOURS, drop, extraction, publish
from tests.support.mandataire import FORWARDED, forwarded
from tests.support.mots_anglais import english
from tests.support.navigateur import serve_store, wait_for
from tests.support.site import EXAMPLE, PROTECTION


def test_faulty_file_then_its_corrected_version(browser, atelier):
    name = "Extraction_CIE84_20260930.csv"
    with visit(browser, atelier) as screen, visit(browser, atelier) as reader:
        screen.open("/imports")
        drop(screen, name, extraction(fifth_start="31/02/2024"))
        report = screen.page.locator(".tableau", has_text="Remarques sur ce fichier")
        gravity, lines, column, advice = report.locator("tbody tr").first.locator("th, td").all()
        assert (gravity.inner_text(), lines.inner_text()) == ("Ligne écartée", "5")
        assert column.inner_text() == "Date début"
        assert "31/02/2024" in advice.inner_text()
        assert re.search(r"[Cc]orrige|[Éé]crivez|[Vv]érifie", advice.inner_text())

        assert number(first_card(reader.open("/?periode=2023"))) == 126_550
        assert EXAMPLE in reader.text()

        screen.press(f"Retirer {name}")
        report.wait_for(state="detached")
        drop(screen, name, extraction())
        assert not report.count()
        publish(screen)
        links = screen.page.locator(".st-key-ou_regarder a").all_inner_texts()
        assert [one.strip() for one in links] == ["Accueil", "Heures", "Bénéficiaires"]

        reader.open("/?periode=2024")
        assert number(first_card(reader)) == pytest.approx(sum(HOURS), abs=0.5)
        assert number(reader.cards()["Bénéficiaires"]) == len(HOURS)
        assert EXAMPLE not in reader.text()
        assert PROTECTION in reader.text()
        assert not [*screen.problems, *reader.problems]


def first_card(screen: Screen) -> str:
    return next(iter(screen.cards().values()))


def test_unknown_layout_is_answered_once(browser, atelier):
    unknown = HEADINGS.replace(";Marché;", ";Chantier suivi;").replace("Heures réalisées", "Volume")
    with visit(browser, atelier) as screen:
        screen.open("/imports")
        drop(screen, "Extraction_CIE84_20260930.csv", extraction(unknown))
        assert "à préciser" in screen.text()
        assert not screen.page.get_by_role("button", name="Publier", exact=True).count()
        answer(screen, "Chantier suivi", "N° marché")
        # « Volume » est sûr : replié parmi les colonnes reconnues, il ne demande aucun geste.
        assert re.search(r"\b17\s+colonnes reconnues", screen.text())
        screen.press("Valider les colonnes")
        publish(screen)

        drop(screen, "Extraction_CIE84_20261031.csv", extraction(unknown, marche="E2"))
        assert not screen.page.get_by_role("button", name="Valider les colonnes").count()
        publish(screen)
        screen.open("/?periode=2024")
        assert number(first_card(screen)) == pytest.approx(2 * sum(HOURS), abs=0.5)
        assert number(screen.cards()["Bénéficiaires"]) == len(HOURS)


def answer(screen: Screen, heading: str, column: str) -> None:
    """Dit à quelle colonne répond un intitulé du fichier."""
    screen.pick(screen.page.get_by_label(f"Colonne pour {heading}", exact=True), column)


def test_import_screens_are_french(browser, atelier):
    with visit(browser, atelier) as screen:
        screen.open("/imports")
        drop(screen, "essai.csv", extraction(HEADINGS.replace(";Marché;", ";Chantier suivi;")))
        for closed in screen.page.locator("summary").all():
            closed.click()
        screen.settle()
        assert english(screen) == []
        drop(screen, "Extraction_CIE84_20260930.csv", extraction(fifth_start="31/02/2024"))
        assert english(screen) == []
        assert screen.problems == []


def test_import_is_closed_through_a_proxy(browser, site):
    with forwarded(site.server) as proxy, visit(browser, proxy) as screen:
        assert_closed(screen.open("/imports"))


def test_import_is_closed_under_another_name(browser, site):
    with visit(browser, site.server) as screen:
        screen.page.goto(f"http://tableau.exemple:{site.server.port}/imports")
        assert_closed(screen.settle())


def assert_closed(screen: Screen) -> None:
    """La page Imports dit pourquoi elle est fermée et n'offre rien à déposer."""
    assert "L'import n'est possible que sur la machine" in screen.text()
    assert not screen.page.locator('[data-testid="stFileUploader"]').count()
    assert not screen.page.get_by_role("button", name="Revenir à celle-ci").count()


def test_direct_upload_is_refused_where_import_is_closed(screen):
    screen.open("/imports")
    with screen.page.expect_request(re.compile("upload_file")) as waiting:
        drop(screen, "Extraction_CIE84_20260930.csv", extraction())
    asked = waiting.value
    token = {"X-Xsrftoken": asked.headers.get("x-xsrftoken", "")}
    sent = {"file": {"name": "a.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;2\n"}}

    def put(**headers: str) -> int:
        together = {**token, **headers}
        return screen.page.request.put(asked.url, headers=together, multipart=sent).status

    assert put() == 204
    assert put(**FORWARDED) == 403
    assert put(Origin="https://ailleurs.exemple") == 403
    assert screen.page.request.delete(asked.url, headers={**token, **FORWARDED}).status == 403


def test_un_fichier_depose_quitte_le_disque_avec_la_page(browser, tmp_path):
    """Retiré, publié, ou laissé par une page fermée : rien n'en reste."""
    store, place = magasin_pleniere.write(tmp_path / "magasin"), tmp_path / "temporaire"
    place.mkdir()
    name, dure = "Extraction_CIE84_20260930.csv", "2"

    def waiting() -> int:
        return sum(path.name.endswith(".pris") for path in place.rglob("*"))

    served = serve_store(store, tmp_path / "serveur", TMPDIR=str(place),
                         STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL=dure)  # fmt: skip
    with served as server:
        with visit(browser, server) as screen:
            screen.open("/imports")
            drop(screen, name, extraction())
            assert waiting() == 1
            screen.press(f"Retirer {name}")
            wait_for(lambda: not waiting(), "Retiré, le fichier est resté")
            drop(screen, name, extraction())
            publish(screen)
            wait_for(lambda: not waiting(), "Publié, le fichier est resté")
            drop(screen, name, extraction(marche="E2"))
            assert waiting() == 1
        # La prochaine visite fait passer l'heure des sessions closes.
        with visit(browser, server) as screen:
            wait_for(lambda: screen.open("/imports") and not waiting(), "La page close le garde")
    assert not list(place.glob("clauses-depots-*")), "un serveur arrêté ne laisse rien"
