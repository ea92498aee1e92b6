"""La page PNAD : ce qu'elle dit, avec quelle réserve, et ce que ses réglages changent."""

import re
from datetime import date

import polars as pl
import pytest

import queries
from data.generations import current
from data.load import read_database
from data.publish import publish_tables
from pages.pnad import bounds, figures, gaps, listing, national, words
from pages.pnad.blocks import PARTS
from pages.pnad.choices import INVENTED
from pages.shared.labels import label, to_export
from pages.shared.words import LABELS
from queries.protection.publication import protect
from tests import queries_store as essai
from tests.oracle_pnad import AVIGNON_SIRET, ligne
from tests.test_pages_ecran import HOSTILE, PROTECTION, raw, run_page, text

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


def seen_in(test):
    """Le texte de la page, espaces insécables rendues simples."""
    return re.sub(r"\s+", " ", text(test).replace("\u202f", " ").replace("\u00a0", " "))


def test_la_reponse_dit_les_bornes_le_taux_et_sa_reserve(open_page):
    seen = seen_in(open_page("pnad", periode="2025"))
    assert "En 2025, entre 33,3 % et 66,7 % des 3 contrats publiés ont une considération" in seen
    assert "La part est de 50,0 % parmi les renseignés (66,7 %) ; une case vide" in seen
    assert "ce taux ne se lit qu'entre 9,5 et 90,5 %" in seen
    assert "est atteinte dès la borne basse" in seen
    assert "2025 · tout le Vaucluse · siège de l'acheteur" in seen
    assert "Données au 15 novembre 2026" in seen
    assert words.TWO_NOTIONS in seen
    assert INVENTED not in seen


def test_apres_2025_aucune_cible_n_est_inventee(open_page):
    seen = seen_in(open_page("pnad", periode="2026"))
    assert "En 2026, 50,0 % des 2 contrats publiés ont" in seen
    assert "aucune cible n'est connue ensuite" in seen


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("periode", ("2025", "tout", "2024-S1"))
def test_chaque_partie_se_montre_sans_texte_actif(open_page, part, periode):
    test = open_page("pnad", periode=periode, partie=part)
    assert PROTECTION in text(test)
    assert not re.search(r"\b(nan|NaN|None|null)\b", text(test))
    assert "<img" not in raw(test)
    specs = [one.proto.spec for one in test.get("plotly_chart")]
    assert not any("<img" in spec for spec in specs)
    assert all(len(one.proto.alt) > 15 for one in test.get("plotly_chart"))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"periode": "2023"}, "le seul contrat publié "),
        ({"periode": "2023", "doublons": "separes"}, "des 2 contrats"),
        ({"periode": "2026", "seuil": "europe"}, "des 2 contrats"),
        ({"periode": "2025", "seuil": "europe"}, "Aucun contrat publié pour cette vue"),
        ({"periode": "2025", "seuil": "oecp"}, "des 3 contrats"),
        ({"periode": "2023", "seuil": "oecp"}, "Aucun contrat publié pour cette vue"),
        ({"periode": "2025", "type": "concessions"}, "Aucun contrat publié pour cette vue"),
        ({"periode": "tout", "categorie": "epci"}, "le seul contrat publié "),
        ({"periode": "tout", "acheteur": COVE_SIRET[:9]}, "le seul contrat publié "),
        ({"periode": "tout", "epci": essai.COVE}, "le seul contrat publié "),
        ({"periode": "tout", "perimetre": "execution"}, "Aucun contrat publié pour cette vue"),
    ],
    ids=str,
)
def test_les_reglages_de_l_adresse_changent_le_chiffre(open_page, address, expected):
    assert expected in seen_in(open_page("pnad", **address))


def test_un_reglage_inconnu_est_ignore_et_dit(open_page):
    test = open_page("pnad", periode="2025", acheteur="<b>1</b>")
    assert "des 3 contrats" in seen_in(test)
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


def test_la_vue_legale_ignore_la_periode_et_marque_ce_qui_n_est_pas_verifie(open_page):
    seen = seen_in(open_page("pnad", periode="2023", partie="loi"))
    assert "2 contrats visés, dont 1 avec une clause" in seen
    assert "n° LOI1" in seen and "n° LOI2" not in seen
    assert "seuil 216 000 € · à vérifier" in seen
    assert "de mémoire, non vérifié" in seen


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
    assert "des 2 contrats" in seen_in(test)


def test_sans_decp_la_page_dit_comment_faire(tmp_path, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(essai.write(tmp_path, heures=months())))
    test = run_page("pnad", periode="2025")
    assert "python -m data telecharger decp" in text(test)
    assert not test.get("plotly_chart")


def test_sans_le_champ_aucun_taux_n_est_donne(tmp_path, monkeypatch):
    rows = [ligne(f"2024-0{rank}-01", a_colonne_considerations=False) for rank in range(1, 5)]
    monkeypatch.setenv("CLAUSES_STORE", str(write(tmp_path, rows)))
    seen = seen_in(run_page("pnad", periode="2024"))
    assert "on ne sait pas : aucun des 4 contrats publiés n'a sa case" in seen
    assert "n'importe où entre 0 et 100 %" in seen
    assert "Taux parmi les renseignés non renseigné" in seen


def test_les_exemples_se_disent_inventes_jusqu_au_premier_vrai_fichier(tmp_path, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(write(tmp_path, contracts(), est_exemple=True)))
    assert INVENTED in seen_in(run_page("pnad", periode="2025"))


@pytest.mark.parametrize(
    "name", [one for one in queries.names() if queries.describe(one).theme == "pnad"]
)
def test_toute_colonne_a_un_libelle_francais(store, name):
    frame = queries.run(name, store=store)
    for column in frame.columns:
        assert column in LABELS, column
        assert "_" not in label(column)
    assert "SIREN de l'acheteur" in to_export(frame).columns or "acheteur" not in frame.columns


def year(annee, **more):
    row = {
        "annee": annee,
        "mois": f"{annee}-01",
        "contrats": 40,
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
    rows = [year(2025), year(2026, cible_pct=None, est_incomplet=True)]
    figure = figures.pnad_part(pl.DataFrame(rows, infer_schema_length=None))
    assert [(one.x0, one.x1, one.y0) for one in figure.layout.shapes] == [(-0.5, 0.5, 30.0)]
    assert [(one.x, one.text) for one in figure.layout.annotations] == [(1, figures.NO_TARGET)]
    (partial,) = [one for one in figure.data if one.name == bounds.PARTIAL_NAME]
    assert list(partial.x) == ["2026"] and partial.marker.pattern.shape == "/"


def test_la_barre_va_de_la_borne_basse_a_la_haute_et_le_point_au_taux():
    rows = [year(2025, wilson_bas_pct=24.0, wilson_haut_pct=58.0)]
    figure = figures.pnad_par_mois(pl.DataFrame(rows))
    span, point = figure.data
    assert (span.base[0], span.y[0], point.y[0]) == (20.0, 50.0, 40.0)
    assert (point.error_y.arrayminus[0], point.error_y.array[0]) == (16.0, 18.0)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (year(2025), "40,0 % · entre 20,0 et 70,0 %"),
        (year(2025, taux_renseignes_pct=None), "taux inconnu · entre 20,0 et 70,0 %"),
        (year(2025, borne_basse_pct=None, borne_haute_pct=None), "hors format : rien n'en est dit"),
    ],
)
def test_une_part_se_dit_avec_ses_bornes(row, expected):
    said = bounds.rate_words(row).replace("\u00a0", " ")
    assert said == expected


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
    lines = [one for one in figure.data if "lines" in one.mode]
    assert lines and all(max(one.x) <= 2023 for one in lines)
    (reported,) = [one for one in figure.data if one.mode == "markers"]
    assert list(reported.x) == [2024] and reported.marker.symbol == "circle-open"
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
