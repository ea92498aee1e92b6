"""Les touches du diaporama devant un serveur qui traîne, joué ici : le rang est celui compté."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import expect

from tests.support.places import ROOT

SCRIPT = ROOT / "pages" / "shared" / "shell" / "coque" / "diaporama.js"
# Un serveur qui traîne : il suit chaque demande après un temps, dans l'ordre où elles viennent.
SLOW_SERVER = """(waits) => {
    const app = document.querySelector('[data-testid="stApp"]');
    const asked = []; let served = 0;
    const answer = () => {
        if (!asked.length) { app.dataset.testScriptState = 'notRunning'; return; }
        setTimeout(() => {
            document.querySelector('.rang-diapo').textContent = `${asked.shift() + 1} sur 12`;
            answer();
        }, waits[served++ % waits.length]);
    };
    for (const one of document.querySelectorAll('button')) one.addEventListener('click', () => {
        asked.push(Number(one.dataset.rang));
        // Le navigateur n'apprend qu'après coup que le serveur travaille.
        setTimeout(() => { app.dataset.testScriptState = 'running' }, 40);
        if (asked.length === 1) answer();
    });
}"""
SHOW = (
    '<div data-testid="stApp" data-test-script-state="notRunning"><div class="st-key-diapo">'
    '<p class="rang-diapo">1 sur 12</p></div>'
    + "".join(
        f'<div class="st-key-diapo_vers_{one}"><button data-rang="{one}">·</button></div>'
        for one in range(12)
    )
    + "</div>"
)
STEPS = {"ArrowRight": 1, "Space": 1, "ArrowLeft": -1}


@pytest.mark.parametrize("seed", range(8))
def test_le_rang_est_celui_qu_on_a_compte_quelle_que_soit_l_attente(browser, seed):
    draw = random.Random(seed)
    keys = draw.choices(list(STEPS), weights=(4, 2, 3), k=14)
    with browser.new_page() as page:
        page.set_content(SHOW)
        page.evaluate(SLOW_SERVER, [draw.choice((60, 150, 400)) for _ in range(5)])
        page.add_script_tag(path=SCRIPT)
        place = 0
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(draw.choice((10, 70, 200)))
            place = min(max(place + STEPS[key], 0), 11)
        expect(page.locator(".rang-diapo")).to_have_text(f"{place + 1} sur 12")
        # Rien n'est resté en route.
        page.wait_for_timeout(700)
        expect(page.locator(".rang-diapo")).to_have_text(f"{place + 1} sur 12")


LISTS = (
    '<div class="st-key-diapo"></div><div class="st-key-diapo_annee"><input></div>'
    '<div class="st-key-diapo_epci"><input></div><div role="option">CoVe</div>'
)
# Prend une valeur dans la liste des EPCI comme le fait un clic : le foyer reste à la liste.
SERVED = """() => { document.querySelector('.st-key-diapo_epci input').focus();
    document.querySelector('[role="option"]').dispatchEvent(
        new MouseEvent('click', {bubbles: true})); }"""
FOCUSED = "() => document.activeElement.parentElement.className"


def test_une_liste_servie_rend_le_foyer_mais_ne_le_prend_pas_a_une_autre(browser):
    """Prise dans la demi-seconde, l'autre liste perdait le foyer : la flèche menait la séance."""
    with browser.new_page() as page:
        page.set_content(LISTS)
        page.add_script_tag(path=SCRIPT)
        page.evaluate(SERVED)
        page.wait_for_timeout(700)
        assert page.evaluate("() => document.activeElement === document.body")
        page.evaluate(SERVED)
        page.locator(".st-key-diapo_annee input").focus()
        page.wait_for_timeout(700)
        assert page.evaluate(FOCUSED) == "st-key-diapo_annee"
