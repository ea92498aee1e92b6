"""La page Financement et objectifs, sur un plan inventé : ce qu'elle dit, ce qu'elle tait."""

import html
import json
import re
from decimal import Decimal
from fractions import Fraction
from urllib.parse import parse_qsl

import polars as pl
import pytest

import queries
from pages.financement import key, scenario
from pages.shared.frame.menu import MENU
from pages.shared.words import formatting
from pages.shared.words.labels import label, shown_columns
from pages.shared.words.vocabulary import LABELS
from tests.support import queries_store as essai
from tests.support.page import HOSTILE, PROTECTION, plain, raw, run_page, seen_in

PLAN_IMPORT = 1


PARTS = ("parts", "regles", "versements", "cle", "simulation", "resultats", "objectifs")


COVE_POST = {"poste": "Poste A"}


LMV_POST = {"poste": "Poste B", "structure": "ITV", "epci": essai.LMV}


# Les nombres de l'annexe 3 : opérations, marchés, heures prévues, participants, prospections,
# comités de suivi.
ANNEX = {
    "CoVe": (24, 73, 50500, 181, 7, 3),
    "Nord Vaucluse hors CoVe": (7, 8, 7000, 42, 6, 0),
    "CCPOP": (12, 22, 60500, 75, 2, 0),
    "Haut Vaucluse hors CCPOP": (7, 11, 22000, 45, 6, 0),
}


def plan():
    """Deux postes en 2025 : l'État à 72,4 % et l'EPCI à 7,6 % du premier ; le second sans EPCI."""
    paid = {"nature_versement": "acompte", "date_versement": essai.day("2025-02-20")}
    rows = [
        essai.financement("etat", "36200", verse="36200", **COVE_POST, financeur=HOSTILE),
        essai.financement("departement", "10000", verse="7000", **COVE_POST, **paid),
        essai.financement("epci", "3800", verse="3800", **COVE_POST, financeur="CoVe"),
        essai.financement("etat", "28000", "40000", verse="28000", **LMV_POST),
        essai.financement("departement", "8000", "40000", verse="0", **LMV_POST),
    ]
    return [{**row, "import_id": PLAN_IMPORT} for row in rows]


def tables():
    """Le plan, l'annexe 3, un objectif, et 160 heures en 2025 pour la CoVe."""
    received = {"structures": "CIE84|ITV", "date_extraction": essai.EXTRACTION}
    journal = {PLAN_IMPORT: "financements", 2: "contrats", 3: "heures", 4: "situations"}
    goal = {"annee": 2025, "indicateur": "heures_realisees", "source_decision": "Copil, essai"}
    return {
        "financements": plan(),
        "activite": [essai.activite(name, *counts) for name, counts in ANNEX.items()],
        "objectifs": [{**goal, "valeur": 200.0}],
        "marches": [essai.marche("M1", code_insee_travaux=essai.CARPENTRAS)],
        "contrats": [essai.contrat("P1", "2025-01-02", "2025-06-30")],
        "heures": [essai.heures("P1", f"2025-{month:02}", 80.0) for month in (1, 2)],
        "imports": [
            {"import_id": key, "format": kind, **received} for key, kind in journal.items()
        ],
    }


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return essai.write(tmp_path_factory.mktemp("magasin"), **tables())


@pytest.fixture
def open_page(store, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(store))

    def _open(part="parts", **address):
        return run_page("financement", **{"periode": "2025", "partie": part, **address})

    return _open


def specs(test):
    return [json.loads(one.proto.spec) for one in test.get("plotly_chart")]


def written(spec):
    """Les mots qu'une figure écrit sur ses barres."""
    found = [one.get("text", "") for one in spec["layout"].get("annotations", [])]
    return [plain(html.unescape(re.sub(r"<[^>]+>", " ", one))).strip() for one in found]


def test_la_page_suit_l_activite_dans_le_menu():
    names = list(MENU)
    assert names.index("financement") == names.index("activite") + 1


@pytest.mark.parametrize("part", PARTS)
def test_chaque_partie_dit_sa_vue_et_ne_montre_aucun_nom_de_code(open_page, part):
    test = open_page(part)
    seen = seen_in(test)
    assert "2025 · tout le Vaucluse · lieu des travaux" in seen and PROTECTION in seen
    assert not re.search(r"\b(nan|NaN|None|null)\b", seen)
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", seen)
    assert "<img" not in raw(test)
    assert all("<img" not in json.dumps(spec) for spec in specs(test))


@pytest.mark.parametrize(
    "address",
    (
        {"periode": "2023"},
        {"periode": "tout"},
        {"periode": "convention", "structure": "ITV"},
        {"periode": "2025-S1", "epci": essai.COVE, "axe": "residence"},
        {"epci": essai.GRAND_AVIGNON},
    ),
    ids=str,
)
@pytest.mark.parametrize("part", PARTS)
def test_aucune_vue_ne_casse_la_page(open_page, part, address):
    assert PROTECTION in seen_in(open_page(part, **address))


def test_la_reponse_est_calculee(open_page):
    seen = seen_in(open_page())
    # 90 000 € : l'État 64 200 (71,3 %), le Département 18 000 (20,0 %), l'EPCI 3 800 (4,2 %).
    assert "Exercice 2025 : 2 postes (2 ETP) coûtent 90 000 €." in seen
    assert "L'État paie 71,3 % du coût, le Département 20,0 % et les EPCI 4,2 %" in seen
    assert "4,4 % ne sont pas renseignés" in seen


def test_les_parts_par_epci_font_cent_et_portent_la_regle(open_page):
    spec = specs(open_page())[0]
    parts = [[value or 0 for value in trace["x"]] for trace in spec["data"]]
    assert [sum(row) for row in zip(*parts, strict=True)] == pytest.approx([100, 100])
    assert {"72,4 % 36 200 €", "7,6 % 3 800 €", "70,0 % 28 000 €"} <= set(written(spec))
    assert {"État : 70 % au plus", "EPCI : 10 % au moins"} <= set(written(spec))
    assert {shape["x0"] for shape in spec["layout"]["shapes"]} == {70, 90}
    assert "EPCI non renseigné" in plain(html.unescape(spec["layout"]["yaxis"]["ticktext"][1]))


def test_ce_qui_manque_est_hachure_et_nomme_jamais_zero(open_page):
    traces = {trace["name"]: trace for trace in specs(open_page())[0]["data"]}
    missing = traces["Non renseigné"]
    assert missing["marker"]["pattern"]["shape"] == "/"
    assert missing["x"] == [None, 10.0]
    assert plain(missing["customdata"][1][1]) == ", 4 000 €"
    assert traces["EPCI"]["x"] == [7.6, None]


def test_les_regles_disent_article_constat_respect_et_ecart(open_page):
    seen = seen_in(open_page("regles"))
    assert "L'État finance au plus 70 % Convention, article 4 : « L'Etat : 70% du" in seen
    assert "CIE 84 72,40 % 70 % au plus ✕ ne tient pas +2,40 +1 200,00" in seen
    assert "ITV 70,00 % 70 % au plus ✓ tient 0,00 0,00" in seen
    assert "CoVe 7,60 % 10 % au moins ✕ ne tient pas −2,40 −1 200,00" in seen
    # L'EPCI du poste B n'est pas au plan : sa règle ne peut être dite.
    assert re.search(r"Luberon Monts de Vaucluse non renseigné 10 % au moins \? ne peut être", seen)
    assert "Poste par poste, " in seen


def test_les_versements_disent_reste_retard_et_piece(open_page):
    test = open_page("versements")
    seen = seen_in(test)
    assert "CIE 84 Acompte (70 %) 7 000,00 € 7 000,00 € 0,00 € ✓ reçu le 20 février 2025" in seen
    assert "CIE 84 Solde (30 %) 3 000,00 €" in seen and "Justificatifs de l'exercice" in seen
    assert "date limite non fixée par la convention" in seen
    assert re.search(r"ITV Acompte \(70 %\) 5 600,00 € .{0,40}✕ en retard", seen)
    bars = specs(test)[0]["data"]
    said = plain(" ".join(words for bar in bars for words in bar.get("text") or []))
    assert "7 000 € versés sur 10 000 € notifiés, reste 3 000 €" in said
    assert "3 800 € notifiés, tout est versé" in said


def keys():
    """La clé de l'annexe 3, recalculée en fractions exactes : avec, puis sans les comités."""
    totals = [sum(column) for column in zip(*ANNEX.values(), strict=True)]
    shares = [Fraction(100 * one, all_) for one, all_ in zip(ANNEX["CoVe"], totals, strict=True)]
    return sum(shares) / 6, sum(shares[:5]) / 5


def test_la_cle_imprimee_est_a_cote_de_la_cle_recalculee(open_page):
    seen = seen_in(open_page("cle", periode="2023"))
    assert "La convention imprime 57, 21, 13 et 11 % (somme 102)" in seen
    assert "ses propres nombres donnent 55,7, 19,7, 13,5 et 11,1 % (somme 100)" in seen
    assert "Sans les comités de suivi, la moyenne serait 46,8, 23,6, 16,2 et 13,4 %" in seen
    assert "20 pour 19,3 (CCPOP, marchés) et 9 pour 9,6 (Haut Vaucluse hors CCPOP" in seen
    assert "55,7 % imprimé 57" in seen


def test_la_cle_de_la_derniere_annee_connue(open_page):
    seen = seen_in(open_page("cle", periode="tout"))
    assert "Premier territoire en 2023 : CIE 84, CoVe 55,7 %" in seen


def test_un_critere_au_total_nul_est_ecarte_et_nomme():
    frame = pl.DataFrame(
        {
            "structure": ["ITV"],
            "annee": [2024],
            "territoire": ["LMV"],
            "part_pct": [100.0],
            "part_sans_comites_pct": [100.0],
            "criteres_ecartes": ["comités de suivi (total nul)"],
        }
    )
    told = key.cle_repartition(frame).layout.meta["constat"]
    assert "critère écarté : comités de suivi (total nul)" in told


def test_ce_que_la_cle_change_pour_la_cove_en_etp_et_en_euros(open_page):
    seen = seen_in(open_page("cle"))
    told = []
    for part in keys():
        time = formatting.number(float((part - 57) / 100), 3)
        cost = formatting.number(round(Decimal(float(50000 * (part - 57) / 100)), 2), 2)
        told.append(plain(f"({time} ETP, {cost} €)"))
    assert told[0] == "(−0,013 ETP, −649,21 €)"
    assert all(one in seen for one in told)


SCENARIO = {
    "cout_poste_eur": "60000",
    "etp": "1",
    "taux_etat_pct": "70",
    "taux_departement_pct": "20",
    "taux_epci_pct": "10",
}


def test_le_scenario_de_l_adresse_se_lit_aussitot(open_page):
    test = open_page("simulation", **SCENARIO)
    seen = seen_in(test)
    assert "l'État 42 000,00 €, le Département 12 000,00 € et l'EPCI 6 000,00 €" in seen
    assert seen.count("✓ tient") == 3
    assert "Rien n'est enregistré" in seen
    assert {"70,0 % 42 000 €", "20,0 % 12 000 €"} <= set(written(specs(test)[0]))


def test_un_reglage_ecrit_l_adresse_et_la_vide_le_retire(open_page):
    test = open_page("simulation")
    # À défaut, le poste moyen du plan : (50 000 + 40 000) / 2.
    assert test.text_input(key="scenario_cout_poste_eur").value == "45\u202f000"
    test.text_input(key="scenario_cout_poste_eur").set_value("60 000,50").run()
    assert test.query_params["cout_poste_eur"] == "60 000,50"
    assert "Simulation : ce que paierait chacun · 60 000,50 €" in seen_in(test)
    test.slider(key="scenario_taux_etat_pct").set_value(72.5).run()
    assert test.query_params["taux_etat_pct"] == "72.5"
    assert "L'État finance au plus 70 % 72,50 % 70 % au plus ✕ ne tient pas +2,50" in seen_in(test)
    next(one for one in test.button if one.label == "Revenir au poste moyen").click().run()
    assert not set(scenario.NAMES) & set(test.query_params)


def test_un_scenario_refuse_se_dit_avec_les_mots_de_l_ecran(open_page):
    seen = seen_in(open_page("simulation", cout_poste_eur="-3"))
    assert "Ce scénario ne peut être calculé" in seen
    assert "« Coût du poste (€) »" in seen


def test_le_lien_du_scenario_dit_tous_ses_reglages(store):
    frame = queries.run("simulation_financement", store, annee=2025)
    whole = scenario.whole({"taux_etat_pct": "72"}, frame)
    assert set(whole) == set(scenario.NAMES) - {"territoire"}
    assert whole["cout_poste_eur"] == "45000.00" and whole["taux_etat_pct"] == "72"
    again = queries.run("simulation_financement", store, annee=2025, **whole)
    first = queries.run("simulation_financement", store, annee=2025, taux_etat_pct="72")
    assert again.equals(first)
    # Des poids égaux, même écrits, restent ceux de l'annexe 3.
    assert scenario.weights_sentence(whole) == "critères de même poids"


def test_le_lien_du_scenario_rouvre_la_simulation(open_page):
    links = open_page("simulation", taux_etat_pct="72").get("page_link")
    query = next(one.proto.query_string for one in links if "scénario" in one.proto.label)
    given = dict(parse_qsl(query))
    assert given["partie"] == "simulation" and given["periode"] == "2025"
    assert given["taux_etat_pct"] == "72" and given["cout_poste_eur"] == "45000.00"


def test_les_poids_et_le_territoire_changent_la_cle(open_page):
    given = {"periode": "2023", "territoire": "CoVe", "poids_comites": "0", **SCENARIO}
    seen = seen_in(open_page("simulation", **given))
    with_all, without = (formatting.number(float(one), 1) for one in keys())
    assert (with_all, without) == ("55,7", "46,8")
    assert "poids : comités de suivi 0" in seen and "territoire CoVe" in seen
    assert f"Ces poids donnent {without} % du temps à CoVe, au lieu de {with_all} %" in seen


def test_ce_que_l_argent_a_achete(open_page):
    seen = seen_in(open_page("resultats"))
    # CIE 84 : 50 000 € pour 160 heures.
    assert "CIE 84 2025 année incomplète objectifs non fixés 50 000 € 47 000 € 160" in seen
    # 312,50 € l'heure seraient ceux d'une année entière d'argent pour neuf mois d'heures.
    assert "312,50 €" not in seen
    assert "objectif : 200" in seen
    assert "À lire avec réserve" in seen and "Il ne classe donc ni les structures" in seen
    seen = seen_in(open_page("objectifs"))
    assert "Heures d'insertion réalisées 200 160 80,0 % année finie Copil, essai" in seen
    assert "Objectif non fixé : bénéficiaires (1)" in seen


def test_sans_plan_la_page_le_dit_et_garde_ce_qui_s_en_passe(tmp_path, monkeypatch):
    content = {name: rows for name, rows in tables().items() if name != "financements"}
    monkeypatch.setenv("CLAUSES_STORE", str(essai.write(tmp_path, **content)))
    test = run_page("financement", periode="2023", partie="regles")
    seen = seen_in(test)
    assert "Aucun plan de financement reçu pour cette vue" in seen
    assert "La convention imprime 57" in seen
    offered = [one.content for one in test.get("button_group")[0].proto.options]
    assert offered == ["Clé et simulation", "Résultats et objectifs"]


def test_un_exercice_sans_plan_mene_au_dernier_recu(tmp_path, monkeypatch):
    content = tables()
    # Le seul mois d'heures est en 2024, le seul plan en 2025 : les deux années s'offrent.
    content["heures"] = [essai.heures("P1", "2024-03", 10.0)]
    monkeypatch.setenv("CLAUSES_STORE", str(essai.write(tmp_path, **content)))
    assert "Exercice 2025" in seen_in(run_page("financement", periode="2025"))
    seen = seen_in(run_page("financement", periode="2024"))
    assert "Aucun plan de financement reçu pour cette période" in seen
    assert "Le dernier exercice reçu est 2025" in seen


SHOWN = [name for name in queries.names() if queries.describe(name).theme == "financement"]


@pytest.mark.parametrize("name", SHOWN)
def test_toute_colonne_a_un_libelle_francais_et_unique(store, name):
    frame = queries.run(name, store=store, annee=2025)
    for column in frame.columns:
        assert column in {*LABELS, *queries.labels()} and "_" not in label(column), column
    heads = [one.label for one in shown_columns(frame, queries.describe(name).codes)]
    assert len(heads) == len(set(heads)), heads
