"""Au clavier seul : tout s'atteint, et le foyer se voit."""

from __future__ import annotations

from playwright.sync_api import expect

from pages.shared.frame.menu import FOOT, MENU, SECTIONS
from tests.support.queries_store import COVE
from tests.support.site import BY_MONTH

# Le foyer se voit par un contour d'au moins deux pixels, sur l'élément ou sur son cadre.
FOCUS = """() => {
    const one = document.activeElement, widget = one.closest('[class*="st-key-"]');
    const frames = [one, one.closest('[role="group"]'), one.parentElement].filter(Boolean);
    return {
        label: (one.getAttribute('aria-label') || one.innerText || '').split('\\n')[0],
        key: [...(widget ? widget.classList : [])].find((n) => n.startsWith('st-key-')) || '',
        seen: frames.map((frame) => getComputedStyle(frame)).some(
            (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2),
    };
}"""


def test_keyboard_reaches_everything_and_shows_where_it_is(screen):
    screen.open(f"/heures?periode=2023&epci={COVE}")
    reached = []
    while f"st-key-xlsx_{BY_MONTH}" not in [one["key"] for one in reached]:
        assert len(reached) < 60, reached
        screen.page.keyboard.press("Tab")
        reached.append(screen.page.evaluate(FOCUS))
    labels = [one["label"] for one in reached]
    results = [MENU[name] for name in SECTIONS["Résultats"]]
    pages = [*SECTIONS, *(MENU[name] for name in FOOT), *results]
    filters = ("Année", "Partie de l'année", "EPCI", "Bassin d'emploi", "Structure",
               "Territoire d'après")  # fmt: skip
    tools = ("Tout remettre à zéro", "Définition", "Tableau", "CSV", "Excel")
    for label in (*pages, *filters, *tools):
        assert any(one.split(" : ")[0] == label for one in labels), label
    assert [one for one in reached if not one["seen"]] == []


def test_keyboard_alone_changes_page_and_filter(screen):
    screen.open()
    screen.page.locator(".st-key-filtre_structure input").focus()
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("Enter")
    screen.settle()
    assert "structure=" in screen.page.url
    screen.page.get_by_role("link", name="Résultats", exact=True).focus()
    screen.page.keyboard.press("Enter")
    screen.settle()
    expect(screen.page.get_by_role("heading", level=1)).to_contain_text("heures")
    assert "structure=" in screen.page.url
