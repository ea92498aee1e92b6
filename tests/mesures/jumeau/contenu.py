"""Les deux pages du jumeau, Accueil et Heures, dans l'ordre des nôtres."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from pages.accueil import figures as accueil
from pages.heures import figures as heures
from pages.heures import findings
from pages.relances.lists import LISTES, frames
from pages.shared.frame.filters import when
from pages.shared.words.completude import caveat, missing
from pages.shared.words.formatting import typeset
from tests.mesures.jumeau.blocs import answer, banner, cards, listed, phrase, show
from tests.mesures.jumeau.vue import Vue

# Les mots de pages/heures/page.py et de pages/accueil/blocks.py.
PARTS: Mapping[str, str] = {
    "mois": "Mois par mois",
    "prevues": "Prévues et réalisées",
    "qui": "Par structure, EPCI, donneur d'ordre",
}
WAYS = ("Les heures", "Les bénéficiaires", "Les sorties à six mois", "La méthode")


def home(vue: Vue, _part: str) -> list[Component]:
    """L'accueil : la réponse, les chiffres clés, ce qui manque, les années."""
    keys, state = vue.frame("chiffres_cles"), vue.frame("completude")
    words = f"{accueil.answer(keys, when(vue.filters.periode))} {caveat(state)}".strip()
    first, _, rest = words.partition(". ")
    every = accueil.chiffres_cles(keys)
    rows = [
        ([card for name, card in every.items() if (name in accueil.FIRST) is est_premier],
         not est_premier)
        for est_premier in (True, False)
    ]  # fmt: skip
    is_2023 = vue.filters.periode == "2023"
    note = accueil.repere_2023(vue.frame("repere_2023")) if is_2023 else ""
    absent = missing(state) + accueil.unknown_exits(vue.frame("sorties_a_six_mois"))
    return [
        banner(vue, est_accueil=True),
        html.H1(typeset("Où en est la clause sociale d'insertion en Vaucluse ?")),
        answer(f"{first}{'.' if rest else ''}", rest),
        cards(vue, "chiffres_cles", rows, note),
        listed("Ce qui manque", [*absent, *_to_call(vue)]),
        show(vue, heures.heures_realisees_par_annee, periode="tout"),
        html.H2("Pour aller plus loin", className="constat"),
        html.Div([html.P(html.A(one, href="heures")) for one in WAYS]),
    ]


def _to_call(vue: Vue) -> list[str]:
    counts = [LISTES[code].counted(one) for code, one in frames(vue).items() if one.height]
    return [f"À relancer : {', '.join(counts)}."] if counts else []


def hours(vue: Vue, part: str) -> list[Component]:
    """La page Heures : ses constats, et la partie choisie."""
    leads = (heures.heures_realisees_par_mois, heures.heures_prevues_et_realisees)
    said = tuple(vue.figure(one, vue.frame(one.__name__), "")[1] for one in leads)
    return [
        banner(vue, est_accueil=False),
        html.H1(typeset("Combien d'heures d'insertion ont été réalisées ?")),
        answer(f"{said[0]}.", f"{said[1]}."),
        *_part(vue, part, said),
    ]


def _part(vue: Vue, part: str, said: tuple[str, ...]) -> list[Component]:
    if part == "mois":
        pair = (
            show(vue, heures.heures_cumulees, said),
            show(vue, heures.heures_realisees_par_annee, said, periode="tout"),
        )
        return [
            show(vue, heures.heures_realisees_par_mois, said, tell=findings.peaks_words),
            phrase(vue, heures.heures_formation),
            phrase(vue, heures.heures_etp),
            html.Div(pair, className="deux"),
        ]
    if part == "prevues":
        return [show(vue, heures.heures_prevues_et_realisees, said, tell=findings.rates_words)]
    left = (heures.heures_par_structure, heures.heures_par_donneur_ordre)
    columns = (html.Div([show(vue, one, said) for one in left]), show(vue, heures.heures_par_epci))
    return [html.Div(columns, className="deux")]


PAGES = {"/": home, "/heures": hours}
