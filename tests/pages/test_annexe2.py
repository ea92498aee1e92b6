"""Les pages de l'annexe 2 : marchés, entreprises, activité, et le tableau de la convention."""

import csv
import html
import io
import json
import re

import polars as pl
import pytest

import queries
from pages.annexe2 import rows as annexe
from pages.entreprises import figures as entreprises
from pages.marches import listing
from pages.shared.frame.export import csv_bytes
from pages.shared.frame.footer import build_export
from pages.shared.frame.pick import picked
from queries.comparaison import COLONNES
from tests.support import queries_store as essai
from tests.support.page import (
    HOSTILE,
    PROTECTION,
    assert_said_once,
    raw,
    run_page,
    seen_in,
    text,
)
from tests.support.parties import views_of
from tests.support.places import ROOT

PAGES = ("marches", "entreprises", "activite", "annexe2")
# Tous les SIREN de ces lignes sont inventés (la série 900 000 001 et suivantes).
SIREN = {"Alpha": "900000001", "Béta": "900000002", "Gamma": "900000003"}


def market(number, **more):
    given = {
        "maitre_ouvrage": "Ville d'Essai",
        "type_maitre_ouvrage": "commune",
        "nature_marche": "travaux",
        "procedure_clause": "condition_execution",
        "programme": "hors_programme",
        "intitule_operation": f"Opération {number}",
        "code_insee_travaux": essai.CARPENTRAS,
        "heures_prevues": 200.0,
    }
    return essai.marche(number, **{**given, **more})


def engaged(number, firm, **more):
    row = {
        "structure": "CIE84",
        "numero_marche": number,
        "entreprise": firm,
        "siret": f"{SIREN[firm]}00011" if firm in SIREN else None,
        "role_entreprise": "titulaire",
        "type_entreprise": "entreprise_classique",
    }
    return {**row, **more}


def action(kind, day, buyer="Ville d'Essai"):
    return {
        "structure": "CIE84",
        "date_action": essai.day(day),
        "maitre_ouvrage": buyer,
        "type_maitre_ouvrage": "commune",
        "nature_action": kind,
    }


def tables():
    """Quatre marchés : deux en cours, un à venir, un dépassé ; deux acheteurs, dont un hostile."""
    contract = {"employeur": "Alpha", "siret_employeur": f"{SIREN['Alpha']}00011"}
    return {
        "marches": [
            market("M1", intitule_operation="École Émile-Zola", date_notification="2023-01-02"),
            market("M2", nature_marche="services", programme="npnru", heures_prevues=50.0),
            market("M3", statut_marche="en_prevision", date_notification=None),
            market("M4", maitre_ouvrage=HOSTILE, procedure_clause=None, nature_marche=None),
        ],
        "engagements": [
            engaged("M1", "Alpha"),
            engaged("M2", "Béta"),
            engaged("M4", "Sans numéro"),
        ],
        "contrats": [essai.contrat("P1", "2023-01-02", "2023-06-30", **contract)],
        "heures": [
            essai.heures("P1", "2023-03", 100.0, entreprise="Alpha", employeur="Alpha"),
            essai.heures("P1", "2023-04", 60.0, numero_marche="M2", employeur="Alpha"),
        ],
        "actions": [
            action("contact", "2023-02-03"),
            action("sensibilisation", "2023-02-10"),
            action("comite_suivi", "2023-05-10"),
            action("contact", "2023-03-03", HOSTILE),
        ],
    }


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    content = tables()
    for row in content["marches"]:
        if isinstance(row["date_notification"], str):
            row["date_notification"] = essai.day(row["date_notification"])
    return essai.write(tmp_path_factory.mktemp("magasin"), **content)


@pytest.fixture
def open_page(store, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(store))
    return run_page


@pytest.mark.parametrize("page", PAGES)
def test_chaque_page_dit_ses_filtres_sa_date_et_sa_protection(open_page, page):
    test = open_page(page, periode="2023")
    assert "2023 · tout le Vaucluse · lieu des travaux" in text(test)
    assert PROTECTION in text(test)
    assert test.title[0].value.strip()


@pytest.mark.parametrize(
    "address",
    (
        {"periode": "2022"},
        {"periode": "2026-T4"},
        {"periode": "tout"},
        {"periode": "convention", "structure": "MLJGA"},
        {"periode": "2023", "epci": "248400285", "axe": "residence"},
        {"periode": "2023", "axe": "acheteur", "bassin": "CLPE84001"},
    ),
    ids=str,
)
@pytest.mark.parametrize("page", (*PAGES, "beneficiaires"))
def test_aucune_vue_ne_casse_une_page(open_page, page, address):
    seen = text(open_page(page, **address))
    assert PROTECTION in seen
    assert not re.search(r"\b(nan|NaN|None|null)\b", seen)


@pytest.mark.parametrize("page", (*PAGES, "beneficiaires"))
def test_aucun_texte_importe_ne_devient_une_balise(open_page, page):
    for view in views_of(page):
        test = open_page(page, periode="2023", **view)
        assert "<img" not in raw(test)
        specs = [json.dumps(json.loads(one.proto.spec)) for one in test.get("plotly_chart")]
        assert not any("<img" in spec or "<a" in spec for spec in specs)


@pytest.mark.parametrize("page", PAGES[:3])
def test_aucun_constat_ne_redit_la_reponse_ni_la_mesure(open_page, page):
    assert_said_once([open_page(page, periode="2023", **view) for view in views_of(page)])


@pytest.mark.parametrize("page", (*PAGES[:3], "beneficiaires"))
def test_chaque_graphique_a_un_constat(open_page, page):
    opened = [open_page(page, periode="2023", **view) for view in views_of(page)]
    charts = [chart for test in opened for chart in test.get("plotly_chart")]
    # Une barre seule se dit en mots, sous son constat.
    assert sum(raw(test).count('class="constat"') for test in opened) >= 4
    assert charts
    assert all(len(chart.proto.alt) > 15 for chart in charts)


def test_marches_dit_les_ensembles(open_page):
    seen = seen_in(open_page("marches", periode="2023"))
    assert "Marchés en cours 3 dont 3 nouvellement clausés" in seen
    assert "À venir 1 en prévision" in seen
    assert "3 marchés · en cours dans la période" in seen


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"choix": "nature_marche:services"}, "1 marché · en cours dans la période · Nature"),
        ({"marches": "a_venir"}, "1 marché · à venir"),
        ({"cherche": "ECOLE zola"}, "1 marché · en cours dans la période · contenant"),
        ({"choix": "nature_marche:<b>"}, "3 marchés · en cours dans la période"),
        ({"cherche": "introuvable"}, "Aucun marché ne répond à ce choix"),
        ({"marches": "tous"}, "4 marchés · tous les marchés"),
    ],
)
def test_la_liste_suit_l_adresse(open_page, address, expected):
    seen = seen_in(open_page("marches", periode="2023", **address))
    assert expected in seen.replace("\u202f", " ").replace("\u00a0", " ")


def test_la_liste_au_clavier_ecrit_l_adresse_et_garde_les_filtres(open_page):
    test = open_page("marches", periode="2023", structure="CIE84")
    test.selectbox(key="reglage_choix").select("nature_marche:services").run()
    assert test.query_params["choix"] == "nature_marche:services"
    test.selectbox(key="filtre_epci").select(essai.COVE).run()
    assert test.query_params["choix"] == "nature_marche:services"
    assert test.query_params["structure"] == "CIE84"
    assert "1 marché · en cours" in seen_in(test).replace("\u00a0", " ")


def test_une_barre_pressee_puis_relachee():
    assert picked([{"customdata": "nature_marche:travaux", "x": 3}]) == "nature_marche:travaux"
    assert picked([{"customdata": ["etat:en_cours"]}]) == "etat:en_cours"
    assert picked([]) == ""


def test_le_taux_peut_depasser_cent_pour_cent(open_page):
    # M2 : 60 h faites pour 50 h prévues.
    assert "120" in re.findall(r'class="nombre">(\d+)', raw(open_page("marches", periode="2023")))


def listed(**columns):
    size = len(next(iter(columns.values())))
    frame = {"acheteur": ["A"] * size, "objet": [None] * size, "est_en_cours": [True] * size}
    return pl.DataFrame({**frame, **columns})


def test_chercher_ignore_accents_et_casse_et_demande_chaque_mot():
    frame = listed(objet=["Gros œuvre de l'École", "Couverture de l'école", None])
    assert listing.search(frame, "ÉCOLE oeuvre").height == 1
    assert listing.search(frame, " ecole ").height == 2
    assert listing.search(frame, "").height == 3
    assert listing.search(frame.head(0), "x").is_empty()


def test_ranger_met_l_inconnu_en_dernier_dans_les_deux_sens():
    frame = listed(heures_prevues=[None, 5.0, 9.0], taux_pct=[80.0, None, 20.0])
    assert listing.order(frame, "prevues")["heures_prevues"].to_list() == [9.0, 5.0, None]
    assert listing.order(frame, "taux_bas")["taux_pct"].to_list() == [20.0, 80.0, None]


def test_le_fichier_de_la_liste_dit_le_choix_et_ne_porte_aucune_personne(open_page, store):
    frame = queries.run("marches_liste", store=store, periode="2023")
    people = {"numero_participant", "personne", "facilitateur", "sexe", "nom_participant"}
    assert not people & set(frame.columns)


def test_les_trois_roles_ne_s_additionnent_pas(open_page):
    seen = seen_in(open_page("entreprises", periode="2023"))
    assert "Entreprises attributaires 2 et 1 autre nom sans SIREN" in seen.replace("\u00a0", " ")
    assert "Entreprises employeuses 1" in seen
    assert "ne s'additionnent pas" in seen


def test_concentration_se_dit_en_une_phrase():
    frame = pl.DataFrame(
        {
            "tranche": ["premiere", "dix_pct", "quart", "moitie", "toutes"],
            "libelle": ["a", "b", "c", "d", "e"],
            "entreprises": [1, 2, 5, 10, 20],
            "part_pct": [30.0, 45.5, 70.0, 90.0, 100.0],
        }
    )
    found = entreprises.concentration_heures_tranches(frame).layout.meta["constat"]
    assert "2\u00a0entreprises employeuses sur 20 portent 45,5\u00a0% des heures" in found


def test_activite_suit_le_chemin_du_contact_a_la_clause(open_page):
    alts = [
        chart.proto.alt
        for view in views_of("activite")
        for chart in open_page("activite", periode="2023", **view).get("plotly_chart")
    ]
    assert "2\u00a0donneurs d'ordre contactés, tous avec un marché clausé en cours" in alts
    assert any(alt.startswith("1\u00a0comité de suivi") for alt in alts)


def test_annexe_2_suit_l_ordre_et_les_mots_de_la_convention(open_page, store):
    seen = raw(open_page("annexe2", periode="2023"))
    table = seen[seen.index('class="tableau annexe"') :]
    heads = re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', table)
    frame = queries.run("annexe_2", store=store, periode="2023")
    plain = [re.sub(r"\s", " ", html.unescape(one)) for one in heads]
    assert plain == [re.sub(r"\s", " ", one) for one in frame["libelle"]]
    assert plain[0] == "Le nombre de donneurs d'ordres contactés"


def test_chaque_ligne_de_l_annexe_mene_a_une_page_du_site(open_page):
    seen = raw(open_page("annexe2", periode="2023", epci=essai.COVE))
    links = re.findall(r'href="\./([^"?]*)\?([^"]*)"', seen)
    assert len(links) > 20
    for page, address in links:
        assert (ROOT / "pages" / page / "page.py").is_file(), page
        assert "periode=2023" in address and f"epci={essai.COVE}" in address


def line(**more):
    row = {"cle": "x", "unite": "personnes", "retrait": 0, "inconnus": 0, "valeur": 1.0}
    compared = dict.fromkeys(COLONNES) | {"est_comparable": True, "periode_comparee": "2023"}
    return {**row, **compared, **more, "valeur_comparee": more.get("valeur")}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"valeur": 1.0}, ("1", "personne")),
        ({"valeur": 0.0, "unite": "donneurs d'ordre"}, ("0", "donneur d'ordre")),
        ({"valeur": 2.0, "unite": "donneurs d'ordre"}, ("2", "donneurs d'ordre")),
        ({"valeur": None}, ("non renseigné", "")),
        ({"valeur": 12.34, "unite": "%"}, ("12,3\u00a0%", "")),
        ({"cle": "types_sorties", "unite": "%"}, ("voir ci-dessous", "")),
    ],
)
def test_valeur_d_une_ligne_en_mots(more, words):
    assert annexe.value_words(line(**more)) == words


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"valeur": 150.0, "valeur_precedente": 100.0}, "+50\u00a0% entre 2022 (100) et 2023"),
        ({"valeur": 7.0, "valeur_precedente": 12.0}, "−5 entre 2022 (12) et 2023"),
        (
            {"valeur": 40.0, "valeur_precedente": 42.5, "unite": "%"},
            "−2,5\u00a0points entre 2022 (42,5\u00a0%) et 2023",
        ),
        ({"valeur": 4.0}, ""),
        # 150 positives et 10 inconnues, contre 145 et 20 : rien ne dit le sens.
        (
            {
                "valeur": 150.0,
                "inconnus": 10,
                "valeur_precedente": 145.0,
                "inconnus_precedents": 20,
            },
            "145 en 2022, écart dans l'incertitude",
        ),
        (
            {"valeur": 150.0, "valeur_precedente": 100.0, "est_comparable": False},
            "100 en 2022 : sans comparaison, mois reçus différents",
        ),
    ],
)
def test_evolution_nomme_les_deux_periodes(more, words):
    before = "2022" if "valeur_precedente" in more else None
    assert annexe.evolution_words(line(periode_precedente=before, **more)) == words


def test_le_fichier_de_l_annexe_porte_toutes_les_lignes(open_page, store):
    test = open_page("annexe2", periode="2023")
    view = test.session_state["vue"]
    frame = queries.run("annexe_2", store=store, periode="2023")
    taken = annexe.to_take_away(frame)
    export = build_export(view, queries.describe("annexe_2"), taken)
    content = csv_bytes(export).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert "Complétude" in lines[0] and "Note" in lines[0]
    values = [row[0].strip() for row in lines[1 : frame.height + 1]]
    assert values == frame["libelle"].to_list()
    assert any(row and row[0] == "Définition" for row in lines[frame.height + 1 :])


@pytest.mark.parametrize("page", PAGES)
def test_une_page_est_une_table_des_matieres(page):
    source = (ROOT / "pages" / page / "page.py").read_text("utf-8")
    assert len(source.splitlines()) <= 60
