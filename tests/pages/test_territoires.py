"""La page Territoires : le choix partout, la carte, le portrait, la comparaison, les parties."""

import html
import json
import re

import polars as pl
import pytest

import queries
from pages.shared import theme
from pages.shared.frame.filters import Filters, Options, file_slug, read_address, sentence
from pages.shared.frame.menu import MENU
from pages.shared.words.labels import cell, shown_columns
from pages.territoires import carte, comparison, figures, measures, places, portrait
from pages.territoires.blocks import PARTS
from pages.territoires.events import summary
from tests.support import queries_store as essai
from tests.support.page import HOSTILE, PROTECTION, raw, run_page, seen_in

VILLENEUVE, VALREAS, MONCLAR = "30351", "84138", "QN08402M"
# Un marché et une personne par commune : structure, heures de janvier 2023.
WORLD = {
    essai.CARPENTRAS: ("CIE84", 730.27),
    essai.CAVAILLON: ("ITV", 109.986),
    essai.AVIGNON: ("MLJGA", 1000.0),
    VILLENEUVE: ("MLJGA", 200.0),
}
# Habitants du Vaucluse, relus de la liste des EPCI.
PEOPLE = {essai.COVE: 73027, essai.LMV: 54993, essai.GRAND_AVIGNON: 156127}
OPTIONS = Options(
    annees=(2023,),
    structures={"CIE84": "CIE 84"},
    bassins={},
    epci={essai.COVE: "CoVe"},
    periode="2023",
    communes={essai.AVIGNON: "Avignon"},
    quartiers={MONCLAR: "Monclar (Avignon)"},
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    markets = [
        essai.marche(
            town,
            structure,
            code_insee_travaux=town,
            maitre_ouvrage=HOSTILE,
            heures_prevues=2000.0,
            date_notification=essai.day("2023-01-02"),
        )
        for town, (structure, _) in WORLD.items()
    ]
    hours = [
        essai.heures(f"P{town}", "2023-01", count, structure, numero_marche=town)
        for town, (structure, count) in WORLD.items()
    ]
    contracts = [
        essai.contrat(f"P{town}", "2023-01-02", "2023-12-31", structure)
        for town, (structure, _) in WORLD.items()
    ]
    folder = tmp_path_factory.mktemp("magasin")
    return essai.write(folder, heures=hours, marches=markets, contrats=contracts)


@pytest.fixture
def open_page(store, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(store))

    def _open(part="carte", **address):
        return run_page("territoires", **{"periode": "2023", "partie": part, **address})

    return _open


def specs(test):
    return [json.loads(one.proto.spec) for one in test.get("plotly_chart")]


def address_of(test):
    """Les paramètres de l'adresse : des textes si la page les a écrits, des listes sinon."""
    found = {name: test.query_params[name] for name in test.query_params}
    return {name: one[0] if isinstance(one, list) else one for name, one in found.items()}


def rows_of(store, name="territoires_comparables", **asked):
    return queries.run(name, store, periode="2023", **asked)


def test_la_page_suit_l_accueil_dans_le_menu():
    assert list(MENU)[:2] == ["accueil", "territoires"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "place", [{}, {"epci": essai.COVE}, {"commune": essai.AVIGNON}, {"structure": "ITV"}]
)
def test_chaque_partie_dit_sa_vue_et_aucun_nom_de_code(open_page, part, place):
    test = open_page(part, **place)
    seen = seen_in(test)
    assert PROTECTION in seen and "lieu des travaux" in seen
    assert not re.search(r"\b(nan|NaN|None|null)\b", seen)
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", seen)
    assert "<img src=http" not in raw(test)
    assert all("<img" not in json.dumps(spec) for spec in specs(test))


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({}, "Vaucluse : 2 040 heures d'insertion réalisées en 2023"),
        (
            {"epci": essai.COVE},
            # 730,27 h pour 73 027 habitants.
            "CoVe : 730 heures d'insertion réalisées en 2023, soit 10,0 pour 1 000 habitants "
            "(rang 1 sur 14 EPCI)",
        ),
        ({"commune": essai.AVIGNON}, "Avignon : 1 000 heures d'insertion réalisées en 2023"),
        ({"structure": "ITV"}, "Territoire d'ITV : 110 heures"),
        ({"commune": VALREAS}, "Valréas : aucune heure d'insertion réalisée en 2023"),
    ],
)
def test_la_reponse_est_celle_du_territoire(open_page, place, told):
    assert told in seen_in(open_page(**place)).replace("\u202f", " ")


def test_le_total_d_une_structure_ne_se_dit_pas_celui_du_vaucluse(open_page):
    for part in ("carte", "emporter"):
        seen = seen_in(open_page(part, structure="ITV")).replace("\u202f", " ")
        assert "110 heures" in seen and "Vaucluse : 110 heures" not in seen


@pytest.mark.parametrize("part", ["carte", "comparer"])
def test_sous_le_filtre_structure_les_reperes_ne_se_disent_pas_de_toutes(open_page, part):
    """« Vaucluse : 25 981 heures » sous un EPCI était le seul ITV, sans un mot."""
    told = "seule la structure ITV y est comptée"
    assert told in seen_in(open_page(part, epci=essai.COVE, structure="ITV"))
    assert told not in seen_in(open_page(part, epci=essai.COVE))


def test_un_epci_a_cheval_est_dit_comme_tel(open_page):
    seen = seen_in(open_page(epci=essai.GRAND_AVIGNON))
    assert "EPCI à cheval : 21,9 % de ses habitants sont dans le Gard" in seen
    assert "dont 200 heures hors du Vaucluse" in seen
    assert "EPCI à cheval :" not in seen_in(open_page(epci=essai.COVE))


def test_la_metropole_n_est_que_pertuis(open_page):
    assert "le Vaucluse n'a que Pertuis" in seen_in(open_page(epci="200054807"))
    assert carte.PERTUIS in seen_in(open_page())


def test_la_carte_porte_les_heures_par_habitant_et_la_liste_les_range(store, open_page):
    frame = rows_of(store)
    put = carte.mapped(frame, "epci", "heures_realisees", "habitants")
    for epci, people in PEOPLE.items():
        here = {essai.COVE: 730.27, essai.LMV: 109.986, essai.GRAND_AVIGNON: 1000.0}[epci]
        assert put.values[epci] == round(1000 * here / people, 2)
    # En nombre, la part du Gard compte : l'ordre des deux premiers change.
    settings = {"maille": "epci", "indicateur": "heures_realisees"}
    by_number = carte.ranking(frame, {**settings, "mesure": "nombre"})
    by_people = carte.ranking(frame, {**settings, "mesure": "habitants"})
    assert by_number[0] == (f"epci:{essai.GRAND_AVIGNON}", "Grand Avignon", "1\u202f200")
    assert by_people[0] == (f"epci:{essai.COVE}", "CoVe", "10,0")
    assert by_people[1] == (f"epci:{essai.GRAND_AVIGNON}", "Grand Avignon", "6,4")
    labels = [one.label for one in open_page().button]
    assert r"1\. CoVe · **10,0**".replace("\\", "") in [one.replace("\\", "") for one in labels]


def test_un_taux_ne_se_rapporte_pas_aux_habitants(store):
    put = carte.mapped(rows_of(store), "epci", measures.RATE, "habitants")
    assert put.legende == "Taux de sorties positives"
    assert measures.column_of(measures.RATE, "habitants") == "valeur"
    assert measures.column_of("beneficiaires", "habitants") == "pour_1000_habitants"


@pytest.mark.parametrize(
    ("indicator", "told"),
    [
        ("heures_realisees", "avec ce qui précède, le département : 2 040 heures"),
        ("entreprises", ""),
        (measures.RATE, "Un taux ne s'additionne pas"),
    ],
)
def test_ce_que_la_carte_ne_montre_pas_est_dit(store, indicator, told):
    found = carte.beyond(rows_of(store, "somme_epci"), "epci", indicator)
    assert told in found.replace("\u202f", " ").replace("\u00a0", " ")
    # Une maille plus fine ne répète pas la somme des EPCI.
    assert "14 EPCI réunis" not in carte.beyond(rows_of(store, "somme_epci"), "commune", indicator)


def test_le_bouton_de_la_liste_choisit_le_territoire_et_garde_la_periode(open_page):
    test = open_page(epci=essai.LMV)
    test.button(key=f"territoire_epci:{essai.COVE}").click().run()
    assert not test.exception
    assert address_of(test)["epci"] == essai.COVE
    assert address_of(test)["periode"] == "2023"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"commune:{essai.AVIGNON}", {"commune": essai.AVIGNON}),
        (f"qpv:{MONCLAR}", {"qpv": MONCLAR}),
        ("structure:ITV", {"structure": "ITV"}),
        ("", {}),
    ],
)
def test_la_liste_de_choix_remplace_le_territoire(open_page, code, expected):
    test = open_page("heures", epci=essai.LMV)
    test.selectbox(key="territoire_choisi").set_value(code).run()
    assert not test.exception
    names = ("epci", "commune", "qpv", "structure", "bassin")
    found = address_of(test)
    assert {name: found[name] for name in names if name in found} == expected
    assert found["partie"] == "heures"


def test_la_commune_choisie_s_efface_dans_le_volet(open_page):
    test = open_page(commune=essai.AVIGNON)
    test.button(key="effacer_commune").click().run()
    assert "commune" not in test.query_params
    assert "tout le Vaucluse" in seen_in(test)


def test_un_epci_du_volet_remplace_la_commune_la_periode_la_garde(open_page):
    test = open_page(commune=essai.AVIGNON)
    test.selectbox(key="filtre_part").set_value("S1").run()
    assert address_of(test)["commune"] == essai.AVIGNON
    test.selectbox(key="filtre_epci").set_value(essai.COVE).run()
    assert "commune" not in test.query_params
    assert address_of(test)["periode"] == "2023-S1"


@pytest.mark.parametrize("page", ["accueil", "heures", "pnad", "financement"])
@pytest.mark.parametrize("place", [{"commune": essai.AVIGNON}, {"qpv": MONCLAR}])
def test_le_territoire_suit_sur_les_autres_pages(store, monkeypatch, page, place):
    monkeypatch.setenv("CLAUSES_STORE", str(store))
    seen = seen_in(run_page(page, periode="2023", **place))
    assert ("Avignon (commune)" if "commune" in place else "quartier Monclar") in seen


@pytest.mark.parametrize(
    ("address", "expected", "told"),
    [
        ({"commune": essai.AVIGNON}, Filters("2023", commune=essai.AVIGNON), ()),
        ({"qpv": MONCLAR}, Filters("2023", qpv=MONCLAR), ()),
        (
            {"qpv": MONCLAR, "axe": "residence"},
            Filters("2023", qpv=MONCLAR, axe="residence"),
            (),
        ),
        ({"commune": "13055"}, Filters("2023"), ("commune",)),
        ({"qpv": "x"}, Filters("2023"), ("quartier prioritaire",)),
        ({"qpv": MONCLAR, "axe": "acheteur"}, Filters("2023", axe="acheteur"), ("quartier",)),
    ],
)
def test_une_commune_ou_un_quartier_dans_l_adresse(address, expected, told):
    reading = read_address(address, OPTIONS)
    assert reading.filters == expected
    assert len(reading.ignored) == len(told)
    assert all(word in phrase for word, phrase in zip(told, reading.ignored, strict=True))


@pytest.mark.parametrize(
    ("filters", "words", "slug"),
    [
        (
            Filters("2023", commune=essai.AVIGNON),
            "2023 · Avignon (commune) · lieu des travaux",
            "2023_avignon",
        ),
        (
            Filters("2023", qpv=MONCLAR),
            "2023 · quartier Monclar (Avignon) · lieu des travaux",
            "2023_qn08402m",
        ),
    ],
)
def test_une_commune_ou_un_quartier_se_dit(filters, words, slug):
    assert sentence(filters, OPTIONS) == words
    assert file_slug(filters, OPTIONS) == slug
    assert read_address(filters.address(), OPTIONS).filters == filters


def test_un_quartier_ramene_a_un_axe_qui_le_lit():
    asked = Filters("2023", epci=essai.COVE, axe="acheteur")
    assert asked.at("qpv", MONCLAR) == Filters("2023", qpv=MONCLAR)
    assert asked.at("commune", "84007") == Filters("2023", commune="84007", axe="acheteur")
    assert asked.at() == Filters("2023", axe="acheteur")
    assert places.chosen(Filters("2023", epci=essai.COVE, commune="84007")) == "commune:84007"


def test_la_comparaison_met_les_rangees_a_la_meme_echelle(store):
    frame = rows_of(store)
    figure = comparison.comparaison(frame, essai.COVE, essai.LMV)
    number, people = (one for one in figure.data[:2])
    # 730,27 et 109,986 : la plus longue barre vaut 1, le Vaucluse n'est pas dessiné en nombre.
    assert number.x[0] == 1
    assert number.x[1] == pytest.approx(109.986 / 730.27, abs=1e-3)
    assert number.x[-1] is None and number.text[-1] == ""
    # Par habitant : 10 et 2, et le Vaucluse entier y est.
    assert people.x[0] == 1 and people.x[1] == pytest.approx(0.2, abs=1e-6)
    assert people.x[-1] is not None
    _, found = theme.take_finding(figure)
    assert found.startswith("CoVe : 10,0 heures pour 1")
    assert "2,0 pour Luberon Monts de Vaucluse" in found


def test_un_quartier_ne_se_compare_pas_et_c_est_dit(open_page):
    assert "Rien à comparer ici" in seen_in(open_page("comparer", qpv=MONCLAR))
    assert "Rien à comparer ici" in seen_in(open_page("comparer"))
    assert len(specs(open_page("comparer", epci=essai.COVE, avec=essai.LMV))) == 1


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"commune": essai.CARPENTRAS}, "voici celui de son EPCI, CoVe"),
        ({"qpv": MONCLAR}, "voici celui de son EPCI, Grand Avignon"),
    ],
)
def test_le_financement_d_une_commune_est_celui_de_son_epci(open_page, place, told):
    assert told in seen_in(open_page("financement", **place))


def test_les_acheteurs_disent_prevu_realise_restant(store):
    frame = rows_of(store, "acheteurs_et_heures")
    (row,) = frame.rows(named=True)
    # Quatre marchés de 2 000 h ; 2 040,256 h faites.
    assert row["marches"] == 4 and row["heures_prevues"] == 8000
    assert row["heures_realisees"] == pytest.approx(2040.26, abs=0.01)
    assert row["heures_restantes"] == pytest.approx(5959.74, abs=0.01)
    figure, found = theme.take_finding(figures.acheteurs_et_heures(frame))
    assert "1\u00a0acheteur a" in found and "5\u202f960" in found
    assert "<img" not in figure.to_json()


def test_un_marche_qui_depasse_ne_retire_rien_aux_autres(tmp_path):
    same = {"maitre_ouvrage": "Mairie", "heures_prevues": 100.0}
    store = essai.write(
        tmp_path,
        marches=[essai.marche("A", **same), essai.marche("B", **same)],
        heures=[essai.heures("p", "2023-01", 150.0, numero_marche="A")],
    )
    (row,) = rows_of(store, "acheteurs_et_heures").rows(named=True)
    assert (row["heures_prevues"], row["heures_realisees"]) == (200, 150)
    assert row["heures_restantes"] == 100


def test_un_marche_seul_montre_ses_mois(open_page, store):
    code = rows_of(store, "marches_liste").filter(pl.col("epci") == essai.COVE)["marche_id"][0]
    test = open_page("marches", epci=essai.COVE, marche=code)
    assert "730\u00a0h en 1\u00a0mois" in html.unescape(raw(test))
    assert "P84031" not in seen_in(test)


def test_les_evenements_comptent_des_personnes_et_des_marches():
    frame = pl.DataFrame(
        {
            "date_evenement": [essai.day("2023-02-03"), essai.day("2023-01-01")],
            "evenement": ["marche_notifie", "nouveaux_beneficiaires"],
            "nombre": [500.0, 4.0],
        }
    )
    told = summary(frame).replace("\u00a0", " ")
    assert told == "Depuis le 1er janvier 2023 : 1 marché notifié et 4 nouveaux bénéficiaires"


def test_le_tableau_ecrit_un_taux_avec_sa_decimale(store):
    taken = measures.to_table(rows_of(store, "portrait", epci=essai.COVE))
    assert not {"indicateur", "maille"} & set(taken.columns)
    labels = [one.label for one in shown_columns(taken)]
    assert "Valeur" in labels and "Pour 1\u00a0000 habitants" in labels
    assert cell("valeur_territoire", 52.9) == "52,9"
    assert cell("valeur_territoire", 144.0) == "144"
    assert cell("pour_1000_habitants", 0.92) == "0,92"


@pytest.mark.parametrize(
    ("value", "told"),
    [(237.4, "237"), (1.1, "1,1"), (0.92, "0,92"), (0.0, "0"), (None, "non renseigné")],
)
def test_une_valeur_par_habitant_se_lit(value, told):
    assert measures.ratio(value) == told


def test_un_chiffre_inconnu_n_est_pas_zero(tmp_path):
    empty = essai.write(tmp_path, heures=[essai.heures("p", "2023-01", 5.0)])
    frame = queries.run("portrait", empty, periode="2021", epci=essai.COVE)
    first, _ = portrait.answer(frame, "en 2021")
    assert "ne sont pas connues" in first and "aucune" not in first
    assert portrait.portrait(frame)[0].valeur == "non renseigné"
