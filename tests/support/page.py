"""Une page ouverte sans navigateur : ce qu'elle envoie, et le texte qu'une personne y lit."""

import html
import re
from functools import cache
from unittest.mock import patch

from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.support.places import ROOT

PROTECTION = "Chiffres exacts, ne pas diffuser"
# Un nom d'acheteur qui voudrait devenir une image distante ou un lien.
HOSTILE = "<img src=http://ailleurs.example/x.png> ![x](http://ailleurs.example) Mairie"


@cache
def _no_component() -> BidiComponentManager:
    """Les composants d'autres paquets, cherchés une fois : AppTest refait cette recherche à chaque
    page, un tiers de la durée d'un test ; le projet n'en a aucun."""
    manager = BidiComponentManager()
    manager.discover_and_register_components(start_file_watching=False)
    return manager


def run_page(page="accueil", **address):
    """Ouvre une page à une adresse, comme le fait un lien profond, ses volets ouverts.

    Elle seule est jouée.
    """
    with patch("pages.shared.frame.footer.is_open", return_value=True):
        return run_folded(page, **address)


def run_folded(page="accueil", **address):
    """Ouvre une page telle qu'elle arrive : ses définitions et ses tableaux fermés, non faits."""
    test = AppTest.from_file(str(ROOT / "pages" / "entree.py"), default_timeout=60)
    test._bidi_component_manager = _no_component()
    if page != "accueil":
        # `switch_page` demande d'avoir d'abord joué l'accueil : le double du temps.
        test._page_hash = calc_hash(page)
    for name, value in address.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception, test.exception
    return test


def raw(test):
    """Tout le HTML et tous les titres de l'écran."""
    parts = [one.proto.body for one in test.get("html")]
    return "\n".join([*parts, *(one.value for one in test.title)])


def text(test):
    """Le texte que lit une personne."""
    return html.unescape(re.sub(r"<[^>]+>", " ", raw(test)))


def assert_said_once(pages):
    """Aucun constat de ces pages ouvertes ne redit leur réponse, ni la ligne de mesure."""
    assert [_said_twice(test) for test in pages] == [[]] * len(pages)
    assert [_titled_twice(test) for test in pages] == [[]] * len(pages)


def _said_twice(test):
    """Les constats de graphiques ou de tableaux que la réponse, en tête de page, dit déjà."""
    answers = " ".join(re.findall(r'<p class="reponse">(.*?)</p>', raw(test)))
    constats = re.findall(r'<h2 class="constat">(.*?)</h2>', raw(test))
    return [one for one in constats if one in answers]


def _titled_twice(test):
    """Les titres que répète la ligne de mesure, juste dessous."""
    pairs = re.findall(r'<h2 class="constat">(.*?)</h2><p class="mesure">(.*?)</p>', raw(test))
    return [title for title, measure in pairs if measure.split(" · ")[0] == title]


def plain(text):
    """Toute espace, insécable ou non, ramenée à une seule ordinaire."""
    return re.sub(r"\s+", " ", text)


def seen_in(test):
    """Le texte de la page, aux espaces ordinaires."""
    return plain(text(test))
