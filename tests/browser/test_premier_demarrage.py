"""Le tout premier démarrage, dans un vrai Chromium : les exemples s'importent, puis se lisent."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.ecran import number, visit
from tests.support.navigateur import status
from tests.support.queries_store import COVE
from tests.support.site import EXAMPLE, PROTECTION


def test_first_start_imports_the_examples_then_shows_them(site):
    assert any("Premier démarrage" in text for text in site.seen_while_importing)
    assert any("Export_" in text for text in site.seen_while_importing)
    values = [number(value) for value in site.first_cards.values()]
    assert values[:3] == [126_550, 566, 252]
    assert EXAMPLE in site.first_text
    assert PROTECTION in site.first_text


def test_deep_link_is_the_first_request_of_a_new_server(browser, atelier):
    asked = f"/heures?periode=2024&epci={COVE}&axe=residence"
    with visit(browser, atelier) as other:
        other.open(asked)
        other.shows("2024 · CoVe · résidence des personnes")
        assert EXAMPLE in other.text()
        assert PROTECTION in other.text()
        expect(other.page.locator(".st-key-filtre_epci input")).to_have_value("CoVe")
        expect(other.page.get_by_role("heading", level=1)).to_contain_text("heures")
        assert not other.problems


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/metrics/", "/heures/_stcore/metrics"]
)
def test_technical_addresses_answer_nothing(site, path):
    assert status(site.server, path) == 404
