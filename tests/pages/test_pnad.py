"""La page PNAD : ce qu'elle dit, avec quelle réserve, et ce que ses réglages changent."""

import re
from datetime import date

import polars as pl
import pytest

import queries
from data.publish import current, publish_tables, read_database
from pages.pnad import answers, figures, gaps, listing, national, words
from pages.pnad.blocks import CALLS, COMPARED, PARTS
from pages.pnad.choices import INVENTED
from pages.shared import theme
from pages.shared.words.labels import label, to_export
from pages.shared.words.vocabulary import LABELS
from queries.protection.publish.publication import protect
from tests.oracles.pnad import AVIGNON_SIRET, ligne
from tests.support import queries_store as essai
from tests.support.page import HOSTILE, PROTECTION, plain, raw, run_page, seen_in, text

CLAUSE, NONE = "Clause sociale", "Pas de considération sociale"
COVE_SIRET = "24840005300018"
IMPORT = {
    "import_id": 1,
    "fichier": "decp.csv",
    "format": "decp",
    "date_extraction": date(2026, 11, 15),
    "est_exemple": False,
}
# Le journal des exports du logiciel : sans lui, aucune date pour les autres pages.
JOURNAL = {
    "import_id": 2,
    "format": "heures",
    "structures": "MLJGA",
    "date_extraction": essai.EXTRACTION,
}


def contracts():
    """Le jouet du § 6.1, puis un cas par partie de la page ; données au 15 novembre 2026."""
    double = {"montant_eur": 70000.0, "objet": "Toiture", "titulaire_id": "90000102700008"}
    nettoyage = {"code_cpv": "90911200"}
    return [
        ligne("2025-02-01", CLAUSE, numero="AAA", titulaire_id="1"),
        ligne("2025-02-01", CLAUSE, numero="AAA", titulaire_id="2"),
        ligne("2025-03-01", NONE, numero="BBB", objet=f"École {HOSTILE}", titulaire_nom=HOSTILE),
        ligne("2025-04-01", None, numero="CCC"),
        ligne("2024-05-01", CLAUSE, numero="DDD"),
        ligne("2025-06-01", CLAUSE, numero="DDD", modification_id=1),
        ligne("2024-06-15", NONE, numero="FIN", duree_mois=36, objet="Entretien des écoles"),
        ligne("2023-07-01", NONE, numero="2023M0409", **double),
        ligne("2023-07-01", NONE, numero="2023M04", **double),
        ligne("2026-09-01", NONE, numero="LOI1", montant_eur=300000.0, **nettoyage),
        ligne("2026-09-02", CLAUSE, numero="LOI2", montant_eur=400000.0, **nettoyage),
        ligne("2022-02-01", CLAUSE, numero="COVE", acheteur_siret=COVE_SIRET),
    ]


def followed():
    """Un marché clausé suivi, que la Ville d'Avignon a déclaré sans considération."""
    return essai.marche(
        "BBB",
        "MLJGA",
        date_notification=essai.day("2025-03-01"),
        maitre_ouvrage="Commune d'Avignon",
        siret_maitre_ouvrage=AVIGNON_SIRET,
        code_insee_travaux=essai.AVIGNON,
        intitule_operation="École",
    )


def months():
    """Des heures chaque année : la page suit la période que les filtres offrent."""
    return [
        essai.heures("P1", f"{year}-01", 10.0, "MLJGA", numero_marche="BBB")
        for year in range(2022, 2027)
    ]


def write(folder, rows, **journal):
    tables = {"marches": [followed()], "heures": months(), "decp": rows}
    return essai.write(folder, imports=[JOURNAL, {**IMPORT, **journal}], **tables)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return write(tmp_path_factory.mktemp("magasin"), contracts())


@pytest.fixture
def open_page(store, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(store))
    return run_page


def test_la_reponse_dit_le_verdict_puis_les_nombres(open_page):
    seen = seen_in(open_page("pnad", periode="2025"))
    assert "En 2025, l'objectif de 30 % du PNAD est atteint." in seen
    assert "Sur 3 contrats publiés : 1 oui, 1 non, 1 sans réponse." in seen
    assert words.NOT_A_NO in seen
    # L'intervalle se lit dans la définition, pas dans la réponse.
    assert "Wilson" not in words.answer(year(2025), "en 2025")[1]
    assert "2025 · tout le Vaucluse · siège de l'acheteur" in seen
    assert "Données au 15 novembre 2026" in seen
    assert INVENTED not in seen


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # Les nombres de 2025 dans les exemples : 30 % de 101 font 31.
        ((19, 44, 34, 4, 12), "n'est ni atteint ni manqué : 38 réponses manquent"),
        ((30, 70, 1, 0, 1), "n'est ni atteint ni manqué : 1 réponse manque"),
        ((31, 60, 10, 0, 0), "est atteint"),
        ((10, 81, 10, 0, 21), "est manqué, quoi que disent les réponses qui manquent"),
        ((30, 71, 0, 0, 1), "est manqué"),
    ],
)
def test_le_verdict_se_dit_en_mots(counts, expected):
    names = ("avec", "sans", "non_renseignes", "contradictoires", "manquent_pour_la_cible")
    row = {**year(2025), **dict(zip(names, counts, strict=True)), "contrats": 101}
    first, second = words.answer(row, "en 2025")
    assert plain(first) == f"En 2025, l'objectif de 30 % du PNAD {expected}."
    assert ("il faut 31 oui" in plain(second)) == (expected != "est atteint")


def test_apres_2025_aucune_cible_n_est_inventee(open_page):
    seen = seen_in(open_page("pnad", periode="2026"))
    assert "En 2026, 1 contrat a une considération sociale, sur 2." in seen
    assert "aucune cible n'est connue ensuite" in seen


PLACES = [
    *({"partie": part} for part in PARTS),
    *({"partie": "manque", "ou": one} for one in list(CALLS)[1:]),
    *({"partie": "acheteurs", "selon": one} for one in list(COMPARED)[1:]),
]


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("periode", ("2025", "tout"))
def test_chaque_partie_se_montre_sans_texte_actif(open_page, place, periode):
    test = open_page("pnad", periode=periode, **place)
    assert PROTECTION in text(test)
    assert not re.search(r"\b(nan|NaN|None|null)\b", text(test))
    assert "<img" not in raw(test)
    specs = [one.proto.spec for one in test.get("plotly_chart")]
    assert not any("<img" in spec for spec in specs)
    assert all(len(one.proto.alt) > 15 for one in test.get("plotly_chart"))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"periode": "2023"}, "Sur 1 contrat publié "),
        ({"periode": "2023", "doublons": "separes"}, "Sur 2 contrats"),
        ({"periode": "2026", "seuil": "europe"}, "Sur 2 contrats"),
        ({"periode": "2025", "seuil": "europe"}, "Aucun contrat publié pour cette vue"),
        ({"periode": "2025", "seuil": "oecp"}, "Sur 3 contrats"),
        ({"periode": "2023", "seuil": "oecp"}, "Aucun contrat publié pour cette vue"),
        ({"periode": "2025", "type": "concessions"}, "Aucun contrat publié pour cette vue"),
        ({"periode": "tout", "categorie": "epci"}, "Sur 1 contrat publié "),
        ({"periode": "tout", "acheteur": COVE_SIRET[:9]}, "Sur 1 contrat publié "),
        ({"periode": "tout", "epci": essai.COVE}, "Sur 1 contrat publié "),
        ({"periode": "tout", "perimetre": "execution"}, "Aucun contrat publié pour cette vue"),
    ],
    ids=str,
)
def test_les_reglages_de_l_adresse_changent_le_chiffre(open_page, address, expected):
    assert expected in seen_in(open_page("pnad", **address))


def test_un_reglage_inconnu_est_ignore_et_dit(open_page):
    test = open_page("pnad", periode="2025", acheteur="<b>1</b>")
    assert "Sur 3 contrats" in seen_in(test)
    (warning,) = test.warning
    assert "Acheteur" in warning.value and "<b>" not in warning.value


def test_choisir_un_perimetre_ecrit_l_adresse_et_garde_les_filtres(open_page):
    test = open_page("pnad", periode="2025", epci=essai.GRAND_AVIGNON)
    test.selectbox(key="reglage_perimetre").select("signataires").run()
    assert test.query_params["perimetre"] == "signataires"
    assert test.query_params["epci"] == essai.GRAND_AVIGNON
    assert "signataires et leurs communes" in text(test)


def test_le_marche_suivi_et_declare_sans_est_nomme_avec_sa_raison(open_page):
    seen = seen_in(open_page("pnad", periode="2025", partie="suivi"))
    assert "1 marché clausé suivi est déclaré sans considération" in seen
    assert "forte même acheteur, même numéro, et la date, le montant ou l'objet" in seen
    assert "Pas de considération sociale" in seen


def test_la_vue_legale_ignore_la_periode_et_cite_ses_textes(open_page):
    seen = seen_in(open_page("pnad", periode="2023", partie="loi"))
    assert "2 contrats visés, dont 1 avec une clause" in seen
    assert "n° LOI1" in seen and "n° LOI2" not in seen
    assert "seuil 216 000 €" in seen
    assert "L. 2112-2-1" in seen and "décret n° 2022-767" in seen
    assert "de mémoire" not in seen and "€ · à vérifier" not in seen


def test_les_prospects_se_cherchent_sans_accent_et_se_filtrent(open_page):
    address = {"periode": "2025", "partie": "prospects"}
    assert "1 contrat · contenant « ecoles »" in seen_in(
        open_page("pnad", **address, cherche="ecoles")
    )
    assert "1 contrat · MLJGA" in seen_in(open_page("pnad", **address, charge="MLJGA"))
    assert "Aucun contrat ne répond" in seen_in(open_page("pnad", **address, cherche="zzz"))


def test_les_doublons_se_voient_et_se_separent(open_page):
    test = open_page("pnad", periode="2023", partie="declarations")
    assert "numéro tronqué" in seen_in(test) and "1 doublon" in seen_in(test)
    test.toggle(key="reglage_doublons").set_value(True).run()
    assert test.query_params["doublons"] == "separes"
    assert "Sur 2 contrats" in seen_in(test)


def test_sans_decp_la_page_dit_comment_faire(tmp_path, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(essai.write(tmp_path, heures=months())))
    test = run_page("pnad", periode="2025")
    assert "python -m data telecharger decp" in text(test)
    assert not test.get("plotly_chart")


def test_sans_le_champ_aucun_taux_n_est_donne(tmp_path, monkeypatch):
    rows = [ligne(f"2024-0{rank}-01", a_colonne_considerations=False) for rank in range(1, 5)]
    monkeypatch.setenv("CLAUSES_STORE", str(write(tmp_path, rows)))
    seen = seen_in(run_page("pnad", periode="2024"))
    assert "n'est ni atteint ni manqué : 4 réponses manquent" in seen
    assert "Sur 4 contrats publiés : 0 oui, 0 non, 4 sans réponse ; il faut 2 oui." in seen


def test_les_contrats_sans_date_se_disent(open_page, tmp_path, monkeypatch):
    assert "de date de notification lisible" not in seen_in(open_page("pnad", periode="2025"))
    rows = [*contracts(), ligne(None, CLAUSE, numero="SD1"), ligne(None, NONE, numero="SD2")]
    monkeypatch.setenv("CLAUSES_STORE", str(write(tmp_path, rows)))
    seen = seen_in(run_page("pnad", periode="2025"))
    assert "2 contrats publiés de ce périmètre (1 acheteur) n'ont pas de date de notif" in seen
    assert "Sur 3 contrats publiés" in seen
    alone = words.undated(pl.DataFrame({"contrats": [1], "acheteurs": [1]}))
    assert "de ce périmètre (1\u202facheteur) n'a pas de date" in alone.replace("\u00a0", "\u202f")


def test_les_exemples_se_disent_inventes_jusqu_au_premier_vrai_fichier(tmp_path, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(write(tmp_path, contracts(), est_exemple=True)))
    assert INVENTED in seen_in(run_page("pnad", periode="2025"))


@pytest.mark.parametrize(
    "name", [one for one in queries.names() if queries.describe(one).theme == "pnad"]
)
def test_toute_colonne_a_un_libelle_francais(store, name):
    frame = queries.run(name, store=store)
    for column in frame.columns:
        assert column in {*LABELS, *queries.labels()}, column
        assert "_" not in label(column)
    assert "SIREN de l'acheteur" in to_export(frame).columns or "acheteur" not in frame.columns


def year(annee, **more):
    row = {
        "annee": annee,
        "mois": f"{annee}-01",
        "contrats": 40,
        "avec": 8,
        "sans": 12,
        "non_renseignes": 18,
        "contradictoires": 2,
        "hors_format": 0,
        "manquent_pour_la_cible": 4,
        "borne_basse_pct": 20.0,
        "taux_renseignes_pct": 40.0,
        "borne_haute_pct": 70.0,
        "completude_pct": 50.0,
        "est_incomplet": False,
        "cible_pct": 30.0,
        "wilson_bas_pct": None,
        "wilson_haut_pct": None,
        "base_renseignee": 30,
    }
    return {**row, **more}


def test_la_cible_n_est_tracee_que_sur_ses_annees():
    rows = [year(2024), year(2025), year(2026, cible_pct=None, est_incomplet=True)]
    figure = figures.pnad_part(pl.DataFrame(rows, infer_schema_length=None))
    # Deux traits l'un sur l'autre : un liseré et la couleur ; du haut de 2024 au bas de 2025.
    ends = {(one.x0, one.y0, one.y1, one.yref) for one in figure.layout.shapes}
    assert ends == {(30.0, 1.42, -0.42, "y")}
    said = [one.text for one in figure.layout.annotations]
    assert sum("30" in one and "cible" in one for one in said) == 1
    assert said.count("il faut 12 oui sur 40") == 2
    assert f"40 contrats, {answers.NO_TARGET}" in [plain(one) for one in said]


def test_le_constat_des_annees_dit_le_verdict_de_chacune():
    missed = {"avec": 8, "sans": 30, "non_renseignes": 2, "contradictoires": 0}
    rows = [
        year(2022, manquent_pour_la_cible=0),
        year(2023, **missed),
        year(2024),
        year(2025),
        year(2026, cible_pct=None),
    ]
    figure = figures.pnad_part(pl.DataFrame(rows, infer_schema_length=None))
    assert plain(figure.layout.meta["constat"]) == (
        "L'objectif de 30 % du PNAD : atteint en 2022 ; manqué en 2023 ; "
        "ni atteint ni manqué en 2024 et 2025"
    )


def test_les_trois_parts_font_le_tout_et_chaque_reponse_a_sa_couleur():
    figure = figures.pnad_part(pl.DataFrame([year(2025)], infer_schema_length=None))
    drawn = {one.name: (one.x[0], one.marker.color) for one in figure.data}
    assert drawn == {
        answers.YES: (20.0, theme.POSITIVE),
        answers.NO: (30.0, theme.NEGATIVE),
        answers.WITHOUT: (50.0, theme.UNKNOWN),
    }


def test_qui_appeler_est_compte_autrement(store):
    """Chaque acheteur à appeler a des contrats de l'année sans case lisible."""
    (row,) = queries.run("pnad_a_appeler", store=store, periode="2025").rows(named=True)
    told = [one for one in contracts() if str(one["date_notification"]).startswith("2025")]
    empty = {one["numero"] for one in told if one["considerations_sociales"] is None}
    assert (row["sans_reponse"], row["nom"]) == (len(empty), "Commune d'Avignon")
    assert row["avec"] + row["sans"] + row["sans_reponse"] == row["contrats"] == 3


@pytest.mark.parametrize(("known", "ranked"), [(29, False), (30, True)])
def test_sous_trente_contrats_renseignes_les_taux_ne_se_classent_pas(known, ranked):
    names = ("CoVe", "LMV")
    rows = [
        year(2025, nom=name, base_renseignee=known, taux_renseignes_pct=rate)
        for name, rate in zip(names, (10.0, 60.0), strict=True)
    ]
    said = figures.pnad_par_epci(pl.DataFrame(rows, infer_schema_length=None)).layout.meta[
        "constat"
    ]
    assert ("CoVe" in said and "LMV" in said) == ranked
    assert ("ne se classent pas" in said) != ranked


def test_la_serie_nationale_n_est_pas_reliee_apres_sa_rupture(store):
    figure = national.pnad_oecp(queries.run("pnad_oecp", store=store))
    # Une seule année plus ancienne, 2014 : la relier inventerait celles d'entre elles.
    assert figure.data and all(min(one.x) >= 2019 and max(one.x) <= 2023 for one in figure.data)
    assert "Collectivités" in figure.layout.meta["constat"]


def test_les_constats_gardent_l_ordre_ou_les_traiter():
    frame = pl.DataFrame(
        {
            "constat": ["suivi_absent", "suivi_declare_sans", "suivi_declare_sans"],
            "confiance": ["sans_objet", "faible", "forte"],
            "nombre": [9, 1, 2],
        }
    )
    figure = gaps.pnad_rapprochement_bilan(frame)
    assert list(figure.data[0].x) == [3, 9]
    assert "3 · confiance : 2 forte, 1 faible" in figure.data[0].text[0]
    assert list(listing.findings(frame.with_columns(constat_libelle=pl.col("constat")))) == [
        "",
        "suivi_declare_sans",
        "suivi_absent",
    ]


def test_une_figure_porte_le_nom_de_sa_requete():
    drawn = {name for name in dir(figures) if name.startswith("pnad_")}
    # Comparer les périmètres demande trois fois la même requête.
    assert drawn - {"pnad_par_perimetre"} <= set(queries.names())


def test_le_mode_projection_ne_montre_ni_acheteur_ni_liste(tmp_path, monkeypatch):
    store = essai.write(tmp_path, marches=[followed()], decp=contracts(), imports=[JOURNAL, IMPORT])
    publish_tables(read_database(current(store)), store, before_pointer=[protect])
    monkeypatch.setenv("CLAUSES_STORE", str(store))
    test = run_page("pnad", periode="tout", partie="suivi", projection="oui")
    seen = seen_in(test)
    assert "Commune d'Avignon" not in seen and "33,3 % des" not in seen
    assert "Données au 15 novembre 2026" in seen
    assert len(test.get("plotly_chart")) == 2
