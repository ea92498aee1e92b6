"""Le comité technique : un trimestre en chiffres, les marchés à voir, la liste d'une structure."""

import re

import polars as pl
import pytest

from pages.territoires.comite import marches, rows
from pages.territoires.comite.blocks import LIST_FOR_ONE
from tests.support import queries_store as essai
from tests.support.page import HOSTILE, raw, run_page, seen_in

# 2e trimestre 2023, fini ; données au 30 septembre 2026. 1 000 h prévues sur toute l'année 2023 :
# 181 jours sur 365 au 30 juin, 49,6 % du temps, 496 h attendues.
PLANNED = {
    "heures_prevues": 1000.0,
    "date_demarrage": essai.day("2023-01-01"),
    "date_fin_prevue": essai.day("2023-12-31"),
}
QUARTER = {"periode": "2023", "partie": "comite", "trimestre": "2023-T2"}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    markets = [
        essai.marche(
            "LENT", code_insee_travaux=essai.CARPENTRAS, maitre_ouvrage=HOSTILE, **PLANNED
        ),
        essai.marche("VITE", code_insee_travaux=essai.CARPENTRAS, **PLANNED),
        essai.marche("ITV1", "ITV", code_insee_travaux=essai.CAVAILLON, **PLANNED),
    ]
    worked = (
        ("P1", "CIE84", "LENT", 10.0),
        ("P2", "CIE84", "VITE", 90.0),
        ("P3", "ITV", "ITV1", 90.0),
    )
    hours = [
        essai.heures(person, f"2023-0{month}", count, structure, numero_marche=market)
        for person, structure, market, count in worked
        for month in range(1, 7)
    ]
    contracts = [
        # Six mois le 15 avril et le 20 mai 2023 : dans le trimestre ; le dernier, le 1er juillet.
        essai.contrat("P1", "2022-10-15", "2023-03-31", numero_marche="LENT"),
        essai.contrat("P2", "2022-11-20", "2023-06-30", numero_marche="VITE"),
        essai.contrat("P3", "2023-01-01", "2023-06-30", "ITV", numero_marche="ITV1"),
    ]
    exits = [essai.situation("P2", "cdi", "2023-05-20"), essai.situation("P1", None)]
    folder = tmp_path_factory.mktemp("magasin")
    return essai.write(folder, heures=hours, marches=markets, contrats=contracts, situations=exits)


@pytest.fixture
def open_comite(store, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(store))
    return lambda **address: run_page("territoires", **{**QUARTER, **address})


def facts(test):
    """Les lignes des trois volets : libellé -> valeur écrite."""
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", raw(test))
    return {name: re.sub(r"\s", " ", value) for name, value in found}


def test_les_trois_volets_disent_le_trimestre(open_comite):
    found = facts(open_comite())
    # 3 mois : 30 h, 270 h et 270 h.
    assert found["Heures réalisées"] == "570 heures"
    assert found["Bénéficiaires"] == "3 personnes"
    assert found["Marchés notifiés"] == "0 marché"
    assert found["Marchés derrière leur calendrier"] == "1 marché"
    assert found["Six mois atteints sans situation connue"] == "1 personne"


def test_la_reponse_nomme_le_trimestre_et_les_points_a_voir(open_comite):
    seen = seen_in(open_comite(structure="CIE84"))
    assert "Au 2e trimestre 2023, 300 heures d'insertion, 2 bénéficiaires." in seen
    assert "À voir : 1 marché derrière son calendrier" in seen
    assert "1 personne à six mois sans situation connue" in seen
    assert "du 1er avril 2023 au 30 juin 2023" in seen
    assert "2e trimestre 2023 · CIE 84 · lieu des travaux" in seen


@pytest.mark.parametrize(
    ("address", "told"),
    [
        # Sans choix : le dernier trimestre fini de la période.
        ({"trimestre": ""}, "Au 4e trimestre 2023"),
        ({"trimestre": "", "periode": "2023-S1"}, "Au 2e trimestre 2023"),
        ({"trimestre": "2023-T1"}, "Au 1er trimestre 2023"),
        # Pas commencé à la date des données, ou pas un trimestre : ignoré.
        ({"trimestre": "2026-T4"}, "Au 4e trimestre 2023"),
        ({"trimestre": "<b>"}, "Au 4e trimestre 2023"),
    ],
)
def test_le_trimestre_est_celui_de_l_adresse_sinon_le_dernier_fini(open_comite, address, told):
    assert told in seen_in(open_comite(**address))


def test_le_marche_en_retard_mene_a_ses_mois_et_reste_inerte(open_comite):
    page = raw(open_comite())
    table = page[page.index("tableau marches comite") :].split("</table>")[0]
    assert table.count('scope="row"') == 1
    assert "marche=CIE84%7CLENT%7C" in table and "partie=marches" in table
    assert "periode=2023" in table and "<img" not in page
    # 60 h pour 496 attendues.
    assert "436" in table and "retard sûr" in table


def test_la_liste_n_est_donnee_qu_a_la_structure_choisie(open_comite):
    seen = seen_in(open_comite())
    assert LIST_FOR_ONE in seen and "P1" not in seen
    own = raw(open_comite(structure="CIE84"))
    assert re.findall(r">(P\d)<", own) == ["P1"]
    assert LIST_FOR_ONE not in own
    other = seen_in(open_comite(structure="ITV"))
    assert "Aucune personne à relancer." in other and "P1" not in other


@pytest.mark.parametrize("part", ["comite", "emporter"])
def test_rien_de_tout_cela_ne_se_projette(magasin_protege, monkeypatch, part):
    monkeypatch.setenv("CLAUSES_STORE", str(magasin_protege))
    asked = {"partie": part, "periode": "2023", "structure": "CIE84"}
    exact = run_page("territoires", **asked)
    shown = run_page("territoires", projection="oui", **asked)
    marks = ("tableau marches comite", 'class="volets"', 'class="feuille"', "Personnes à relancer")
    assert any(one in raw(exact) for one in marks)
    assert not any(one in raw(shown) for one in marks)
    assert not [one for one in shown.button if one.key == "preparer_classeur"]


def late_row(**more):
    row = {
        "marche_id": "CIE84|M1|",
        "operation": "École",
        "objet": "Lot 1",
        "acheteur": None,
        "date_fin_prevue": essai.day("2024-01-01"),
        "part_ecoulee_pct": 50.0,
        "heures_prevues": 100.0,
        "heures_attendues": 50.0,
        "heures_realisees": 40.0,
        "ecart_heures": -10.0,
        "ecart_au_mieux": -10.0,
        "est_sur": True,
        "heures_restantes": 60.0,
    }
    return {**row, **more}


@pytest.mark.parametrize(
    ("more", "present", "absent"),
    [
        ({}, ["retard sûr", "width:40.0%", "left:50.0%", "01/01/2024"], ["au mieux"]),
        ({"ecart_au_mieux": 2.0, "est_sur": False}, ["au mieux 2, retard incertain"], ["sûr<"]),
        ({"heures_realisees": 250.0}, ["width:100.0%"], ["width:250"]),
        ({"heures_realisees": 0.0}, ["width:0.0%"], []),
        ({"acheteur": "<b>x</b>"}, ["&lt;b&gt;"], ["<b>x"]),
    ],
)
def test_une_ligne_de_retard_dit_ses_bornes(more, present, absent):
    html = marches.late_html(
        pl.DataFrame([late_row(**more)]), lambda code: f"./?m={code}", "Retards"
    )
    assert all(one in html for one in present), html
    assert not any(one in html for one in absent), html


@pytest.mark.parametrize(
    ("hours", "told"),
    [(60.0, "60"), (0.0, "0"), (-33.25, "0 (33 de plus que prévu)"), (None, "non renseigné")],
)
def test_les_heures_restantes_ne_sont_jamais_negatives(hours, told):
    assert marches.remaining({"heures_restantes": hours}) == told


@pytest.mark.parametrize(("count", "more"), [(12, ""), (13, "1\u00a0autre marché"), (20, "8")])
def test_au_dela_de_douze_marches_une_phrase_dit_le_reste(count, more):
    frame = pl.DataFrame([late_row() for _ in range(count)])
    html = marches.late_html(frame, str, "Retards")
    assert html.count('scope="row"') == min(count, 12)
    assert more in html and ("dans le fichier" in html) == bool(more)


def quarter(**values):
    names = ("heures_realisees", "beneficiaires", "marches_en_retard", "marches_se_terminant",
             "six_mois_sans_situation")  # fmt: skip
    found = {**dict.fromkeys(names, 0.0), **values}
    return pl.DataFrame(
        [
            {"indicateur": name, "valeur": value, "trimestre": "2023-T2"}
            for name, value in found.items()
        ],
        schema_overrides={"valeur": pl.Float64},
    )


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "Aucun point à voir."),
        ({"marches_en_retard": 1.0}, "À voir : 1\u00a0marché derrière son calendrier."),
        ({"six_mois_sans_situation": None}, "à six mois sans situation connue : non renseigné."),
        ({"marches_en_retard": 2.0, "marches_se_terminant": 3.0}, "calendrier et 3\u00a0marchés"),
    ],
)
def test_un_zero_ne_se_dit_pas_un_inconnu_si(values, told):
    assert told in rows.answer(quarter(**values))[1]


def test_des_heures_inconnues_ne_sont_pas_zero():
    assert "ne sont pas connues" in rows.answer(quarter(heures_realisees=None))[0]
