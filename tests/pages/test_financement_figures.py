"""Les euros, les ETP, les traits et les parts du financement, sans page."""

from decimal import Decimal
from itertools import combinations

import polars as pl
import pytest

from pages.financement import findings, rows, simulation
from pages.shared import theme
from pages.shared.charts.shares import HALF_TEXT, Mark, Share, free_place, stacked_shares
from pages.shared.frame.export import Export, csv_bytes
from pages.shared.words import formatting
from pages.shared.words.labels import cell
from tests.pages import test_theme as couleurs
from tests.support.page import plain


def test_les_euros_se_lisent_au_centime_a_l_ecran_et_dans_les_fichiers():
    assert plain(cell("montant_eur", Decimal("12345.67"))) == "12 345,67"
    assert plain(cell("montant_eur", Decimal("12000.00"))) == "12 000,00"
    frame = pl.DataFrame({"Montant (€)": [Decimal("12345.67")]})
    assert b"12345,67" in csv_bytes(Export("Essai", frame, (), "essai"))


@pytest.mark.parametrize(
    ("value", "expected"), [(1.0, "1 ETP"), (0.57, "0,57 ETP"), (10.0, "10 ETP"), (0.5, "0,5 ETP")]
)
def test_les_etp_sans_zero_inutile(value, expected):
    assert plain(formatting.etp(value)) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 70, 35),  # aucun trait au milieu
        (60, 80, 70 - HALF_TEXT),  # le trait de 70 barrerait le texte
        (66, 74, 70),  # pas d'autre place : le milieu
        (80, 99, 90 - HALF_TEXT),
    ],
)
def test_un_trait_ne_barre_pas_un_texte_qui_peut_se_ranger(start, end, expected):
    assert free_place(start, end, (70, 90)) == pytest.approx(expected)


def test_une_part_trop_etroite_ne_porte_pas_de_texte():
    share = Share("État", [6.4, 6.5], ["640 €", "650 €"], "#14375a")
    drawn = stacked_shares([("A", ""), ("A", "")], [share], ["", ""], [Mark(70, "règle")])
    texts = [plain(one.text) for one in drawn.layout.annotations]
    assert any("650 €" in one for one in texts) and not any("640 €" in one for one in texts)
    # Deux rangées de même nom restent deux rangées.
    assert len(set(drawn.data[0].y)) == 2


def test_un_depassement_se_dit_et_n_est_pas_coupe():
    frame = pl.DataFrame(
        {
            "financeur": ["etat", "departement", "epci", "excedent"],
            "libelle": ["État", "Département", "EPCI", "Excédent"],
            "taux_pct": [90.0, 20.0, 10.0, 20.0],
            "montant_eur": [Decimal(9000), Decimal(2000), Decimal(1000), Decimal(2000)],
            "montant_territoire_eur": [None] * 4,
            "part_territoire_pct": [None] * 4,
            "cout_poste_eur": [Decimal(10000)] * 4,
            "etp": [1.0] * 4,
            "seuil_pct": [70.0, 20.0, 10.0, None],
            "sens": ["max", "egal", "min", None],
        }
    )
    drawn = simulation.simulation_financement(frame)
    assert drawn.layout.xaxis.range == (0, 120)
    assert "2 000,00 € de plus que le coût" in plain(drawn.layout.meta["constat"])
    assert not any("EPCI :" in one.text for one in drawn.layout.annotations)


def test_aucune_regle_rompue_ne_dit_rien():
    assert rows.regles_par_poste(pl.DataFrame({"respect": ["oui", "inconnu"]})) == ""


def test_une_seule_part_connue_se_dit_sans_intervalle():
    frame = pl.DataFrame({"financeur": ["etat"], "part_pct": [None]}, schema_overrides={
        "part_pct": pl.Float64})  # fmt: skip
    assert findings.shares_words(frame) == "Le plan ne dit pas qui paie"


@pytest.mark.parametrize("pair", list(combinations(theme.FINANCEURS, 2)), ids="-".join)
def test_les_financeurs_se_distinguent_en_gris_et_pour_un_deuteranope(pair):
    one, other = (theme.FINANCEURS[name] for name in pair)
    seen = [couleurs._lab(couleurs._seen_by_deuteranope(color)) for color in (one, other)]
    assert couleurs._distance(*seen) >= 20
    assert theme.contrast(one, other) >= 1.4
    assert theme.contrast(theme.ink_on(one), one) >= 4.5


@pytest.mark.parametrize(
    ("parts", "times"), [({"CIE 84": 72.4}, 1), ({"CIE 84": 72.4, "ITV": 60.0}, 2)]
)
def test_ce_que_paie_l_etat_ne_se_dit_qu_une_fois(parts, times):
    """Une seule rangée : l'écart et la part de l'État sont la même phrase."""
    frame = pl.DataFrame(
        [
            {"nom": nom, "financeur": "etat", "part_pct": part, "seuil_pct": 70.0, "sens": "max"}
            for nom, part in parts.items()
        ]
    )
    said = findings.who_pays_words(frame, "nom")
    assert said.lower().count("l'état paie") == times, said
