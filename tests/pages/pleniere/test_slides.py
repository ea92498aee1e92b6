"""Les diapositives, composées d'un petit magasin protégé ou de tables écrites ici."""

from __future__ import annotations

import re
import shutil
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl
import pytest

import queries
from pages.pleniere import slides
from pages.pleniere.contexte import Comparaison, open_contexte
from pages.pleniere.ecran import map_drawing
from pages.pleniere.ecran.drawing import draw
from pages.pleniere.seance import Seance
from pages.pleniere.slide import Dessin, Serie
from pages.pleniere.slides import compose, fiches
from pages.shared import theme
from pages.sorties.findings import compared as compared_rates
from queries import copil
from tests.support import magasin_pleniere
from tests.support.page import plain
from tests.support.queries_store import COVE, LMV

JOUR = date(2026, 12, 3)


@pytest.fixture(scope="module")
def store(magasin_protege, tmp_path_factory):
    """Une copie : notes et photos s'y écrivent."""
    return shutil.copytree(magasin_protege, tmp_path_factory.mktemp("pleniere") / "magasin")


@pytest.fixture(scope="module")
def read(store):
    return partial(queries.run_protected, store=store)


@pytest.fixture
def seance(store):
    return Seance(store, 1, 2023)


def by_code(read, annee, epci=None):
    return {one.code: one for one in compose(read, annee, epci)}


# Ce que la convention fait examiner (article 6), dans cet ordre ; le reste se glisse entre.
ARTICLE_6 = (
    "synthese",
    "heures",
    "beneficiaires",
    "sorties",
    "marches",
    "financement",
    "decisions",
)


def test_l_ordre_est_celui_de_la_convention(read):
    shown = [one.code for one in compose(read, 2023)]
    assert [one for one in shown if one in ARTICLE_6] == list(ARTICLE_6)
    assert shown[0] == "synthese" and shown[-1] == "decisions"


def test_un_fichier_du_dossier_suffit_et_porte_un_rang_a_lui(read):
    files = {one.stem for one in Path(slides.__file__).parent.glob("*.py")} - {"__init__"}
    assert {one.code for one in fiches()} == files
    assert len({one.rang for one in fiches()}) == len({one.nom for one in fiches()}) == len(files)
    # Sans photo à laquelle comparer, ni changements ni suites.
    assert {one.code for one in compose(read, 2023)} == files - {"changements", "suites"}
    assert {one.nom for one in compose(read, 2023)} < {one.nom for one in fiches()}


def test_les_changements_suivent_la_synthese(read):
    compared = Comparaison((), "« Printemps »", "aujourd'hui")
    shown = compose(read, 2023, comparaison=compared)
    assert [one.code for one in shown[:3]] == ["synthese", "changements", "heures"]
    assert len(shown) == len(fiches()) - 1
    # Une décision du printemps ouvre la séance.
    taken = (copil.Note("b", "2026-06-01", "decision", "Relancer", "", "", 2023, "", ""),)
    compared = Comparaison((), "« Printemps »", "aujourd'hui", taken)
    shown = compose(read, 2023, notes=taken, comparaison=compared)
    assert shown[0].code == "suites" and len(shown) == len(fiches())


@pytest.mark.parametrize("epci", [None, COVE, LMV])
@pytest.mark.parametrize("annee", [2023, 2024])
def test_chaque_diapositive_est_entiere(read, annee, epci):
    for slide in compose(read, annee, epci):
        assert slide.titre and slide.mesure and slide.source and slide.perimetre, slide.code
        assert slide.date_donnees == "30 septembre 2026"
        assert len(slide.titre) <= 150 and len(slide.chiffres) <= 4, slide.code
        assert slide.definition == slide.definition.strip() != ""
        widths = {len(row) for row in slide.tableau}
        assert len(widths) <= 1, f"{slide.code} : tableau irrégulier"
        if slide.dessin:
            for serie in slide.dessin.series:
                assert len(serie.valeurs) == len(serie.textes) == len(slide.dessin.categories)
            assert draw(slide.dessin).to_plotly_json()["layout"]["width"]


def test_les_titres_disent_les_chiffres_du_magasin(read):
    """72 personnes x 12 mois x 10 h chaque année, 48 à Carpentras : comptés à la main."""
    slides = by_code(read, 2024)
    assert "8\u202f640 heures réalisées en 2024, autant qu'en 2023" in slides["heures"].titre
    assert slides["beneficiaires"].titre.startswith("72 bénéficiaires en 2024, autant qu'en 2023")
    said = slides["territoires"].titre
    assert said.startswith("CoVe\u00a0: 5\u202f760\u00a0h en 2024, 67\u00a0% du total")
    assert "objectif non fixé" in slides["heures"].titre
    assert by_code(read, 2024, COVE)["heures"].titre.startswith("CoVe · 5\u202f760 heures")


def test_ce_qui_n_est_pas_publie_pour_un_epci_se_montre_pour_le_vaucluse(read):
    slides, whole = by_code(read, 2023, COVE), by_code(read, 2023)
    for code in ("mois", "sorties", "types_sorties"):
        assert slides[code].titre == f"Vaucluse · {whole[code].titre}"
        assert slides[code].dessin == whole[code].dessin
        assert slides[code].perimetre == "tout le Vaucluse"
        assert "n'est pas publié pour CoVe" in slides[code].phrases[0]
    # La liste de tout ce qui est dans ce cas : une diapositive nouvelle peut s'y ajouter.
    told = slides["synthese"].phrases[-1]
    assert all(one in told for one in ("heures par mois", "sorties à six mois", "types de sorties"))
    small = by_code(read, 2023, LMV)["beneficiaires"]
    assert small.titre.startswith("Luberon Monts de Vaucluse · <\u00a020 bénéficiaires")
    assert small.dessin is None


def test_la_regle_est_ecrite_la_ou_l_on_compte_des_personnes(read):
    rules = {code: one.regle for code, one in by_code(read, 2023).items()}
    counted = {code for code, rule in rules.items() if rule}
    assert counted == {"synthese", "beneficiaires", "sorties", "types_sorties"}
    assert "< 5" in rules["beneficiaires"]


def test_aucun_effectif_exact_petit_dans_les_diapositives(read, store):
    """Les effectifs exacts de 1 à 4 n'ont pas de place : < 5 ou non publié."""
    exact = queries.run("beneficiaires_par_categorie", store, annee=2023)
    published = by_code(read, 2023)["beneficiaires"].dessin
    assert published is not None
    for value in published.series[0].valeurs:
        assert value is None or value % 5 == 0
    assert exact.height


def bounds(low, rate, high, annee=2024):
    return {"annee": annee, "borne_basse_pct": low, "taux_pct": rate, "borne_haute_pct": high}


@pytest.mark.parametrize(
    ("own", "before", "said"),
    [
        (bounds(51, 55, 60), bounds(40, 45, 50, 2023), "c'est plus"),
        (bounds(50, 55, 60), bounds(40, 45, 50, 2023), "dans l'incertitude"),
        (bounds(30, 35, 39), bounds(40, 45, 50, 2023), "c'est moins"),
        (bounds(30, 35, 40), bounds(40, 45, 50, 2023), "dans l'incertitude"),
    ],
)
def test_deux_taux_ne_se_comparent_que_hors_de_leurs_bornes(own, before, said):
    assert said in compared_rates(own, before)


def test_les_notes_reviennent_sur_la_diapositive_des_decisions(read):
    written = [
        copil.Note("a", "2026-12-03", "commentaire", "À vérifier", "heures", "8 640", 2023, "", ""),
        copil.Note("b", "2026-06-01", "decision", "Objectif 2026", "heures", "8 640", 2023, "", ""),
    ]
    slide = compose(read, 2023, notes=written)[-1]
    assert slide.titre.startswith("1\u00a0décision à suivre, 1\u00a0commentaire")
    assert [row[1] for row in slide.tableau[1:]] == ["Décision", "Commentaire"]
    assert "Décision du 1er juin 2026 · Heures et objectifs, 2023" in slide.phrases[0]
    assert "Quelles décisions" in compose(read, 2023)[-1].titre


def test_une_diapositive_masquee_ne_se_montre_pas(seance):
    copil.hide("pnad", True, seance.store)
    shown = [one.code for one in seance.shown()]
    assert "pnad" not in shown and "pnad" in [one.code for one in seance.slides()]
    for code in (fiche.code for fiche in fiches()):
        copil.hide(code, True, seance.store)
    assert len(seance.shown()) == 1
    for code in (fiche.code for fiche in fiches()):
        copil.hide(code, False, seance.store)


def test_une_photo_montre_les_memes_diapositives_apres_une_note_et_une_redefinition(
    seance, monkeypatch
):
    before = seance.slides()
    taken = copil.take_photo("Copil", JOUR, annee=2023, store=seance.store)
    frozen = Seance(seance.store, 1, 2023, photo=taken.code)
    copil.add_note("decision", "Plus tard", diapositive="heures", chiffre="8 640", annee=2023,
                   store=seance.store)  # fmt: skip
    changed = taken.content["definitions"] | {"heures_realisees_par_annee": "Figée."}
    monkeypatch.setitem(taken.content, "definitions", changed)
    monkeypatch.setattr(Seance, "figee", property(lambda one: taken if one.photo else None))
    again = {one.code: asdict(one) for one in frozen.slides()}
    for slide in before:
        same = asdict(slide)
        if slide.code == "heures":
            assert again["heures"].pop("definition") == "Figée." != same.pop("definition")
        assert again[slide.code] == same, slide.code
    assert "changements" in [one.code for one in seance.slides()]
    assert "changements" not in again


def test_les_nombres_des_titres_sont_ecrits_a_la_francaise(read):
    for slide in compose(read, 2023):
        assert not re.search(r"\d\.\d|\d,\d{3}\b", slide.titre), slide.titre
        for _, text in slide.chiffres:
            assert not re.search(r"\d{4,}", text), text


def test_sans_chiffre_ni_pour_l_epci_ni_pour_le_vaucluse_la_synthese_le_dit(read):
    def without_rates(nom, **filtres):
        if nom == "taux_sorties_par_annee":
            raise queries.NonPublie
        return read(nom, **filtres)

    slides = by_code(without_rates, 2023, COVE)
    assert "sorties" not in slides
    assert "sorties à six mois" in slides["synthese"].phrases[-1]


def test_les_decisions_disent_les_objectifs_les_regles_et_les_envois(read):
    """Un objectif manqué, une part sous sa règle, un mois non reçu, un marché qui finit seul."""
    goal = pl.DataFrame({
        "indicateur": ["heures_realisees"], "structure": [None], "epci": [None], "annee": [2024],
        "objectif": [9000.0], "libelle": ["Heures réalisées"], "est_fixe": [True],
    })  # fmt: skip
    share = pl.DataFrame({
        "epci": [COVE], "nom_epci": ["CoVe"], "financeur": ["epci"], "part_pct": [8.5],
        "seuil_pct": [10.0], "sens": ["min"], "postes_non_renseignes": [0], "nombre_postes": [1],
        "est_sans_territoire": [False],
    })  # fmt: skip

    def changed(nom, **filtres):
        match nom:
            case "objectifs_et_realise":
                return goal
            case "financement_par_epci":
                return share
            case "marches_liste":
                every = read(nom, annee=2024)
                return every.with_columns(est_bientot_fini=pl.col("epci") == COVE)
        return read(nom, **filtres)

    slide = by_code(changed, 2024)["decisions"]
    # Ni engagements ni actions dans ce magasin : deux envois, des trois structures.
    assert slide.titre.replace("\u00a0", " ").endswith(
        "1 objectif manqué, 1 règle rompue, 2 envois qui manquent et 1 marché sans suite"
    )
    told = " ".join(slide.phrases).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Heures réalisées : 8 640 pour un objectif de 9 000 en 2024" in told
    assert "CoVe paie 8,5 % de son poste, sous 10 %" in told
    assert "à confirmer" not in told
    assert "1\u00a0objectif" not in by_code(changed, 2024, COVE)["decisions"].titre


def test_une_table_vide_ne_casse_aucune_diapositive(store):
    """Une structure qui n'a rien envoyé : les graphiques disparaissent, jamais la diapositive."""

    def emptied(nom, **filtres):
        frame = queries.run_protected(nom, store, **filtres)
        kept = ("filtres_possibles", "date_des_donnees", "parametres", "chiffres_cles",
                "beneficiaires_par_categorie", "completude", "taux_sorties")  # fmt: skip
        return frame if nom in kept else frame.clear()

    assert {one.code for one in compose(emptied, 2023)} == set(magasin_pleniere.sans_photo())
    assert isinstance(emptied("marches_par_annee"), pl.DataFrame)


def test_la_pleniere_a_les_couleurs_des_pages():
    """Qui paie a partout la même couleur, même si un financeur manque à la liste ; l'inconnu, la
    cible et l'an passé ont celles qui ne sont à personne."""
    codes = ("etat", "epci", "autre", "non_renseigne")
    series = tuple(Serie(code, (25.0,), ("25 %",), "inconnu" if code == "non_renseigne" else
                         "principal", code) for code in codes)  # fmt: skip
    shares = draw(Dessin("part_100", ("Poste",), series, "%", repere=70.0, repere_libelle="Cible"))
    assert {one.name: one.marker.color for one in shares.data} == {
        code: theme.FINANCEURS[code] for code in codes
    }
    assert theme.FINANCEURS["non_renseigne"] == theme.MEANINGS["inconnu"]
    assert {one.line.color for one in shares.layout.shapes} == {theme.MEANINGS["cible"]}
    past = Serie("2024", (3.0,), ("3",), "repere")
    columns = draw(Dessin("colonnes", ("janv.",), (Serie("2025", (4.0,), ("4",)), past), "heures"))
    assert [one.marker.color for one in columns.data] == [theme.MAIN, theme.PAST]


@pytest.mark.parametrize(
    ("jour", "expected"),
    [
        (date(2024, 12, 30), False),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), True),
        (None, False),
    ],
)
def test_une_annee_est_finie_a_son_dernier_jour(read, jour, expected):
    context = replace(open_contexte(read, 2024), date_donnees=jour)
    assert context.is_finished(2024) is expected


def test_une_annee_entamee_se_dit_sur_les_sorties(read):
    def in_june(name, **asked):
        frame = read(name, **asked)
        return pl.DataFrame({"jour": [date(2024, 6, 30)]}) if name == "date_des_donnees" else frame

    shown = by_code(in_june, 2023)["sorties"]
    assert shown.dessin.categories == ("2023", "2024 (en cours)")
    assert [row[0] for row in shown.tableau[1:]] == list(shown.dessin.categories)


@pytest.mark.parametrize("code", queries.contours("epci")["code"].unique().sort().to_list())
def test_le_contour_du_territoire_choisi_tient_sur_la_carte(code):
    """L'Enclave et les EPCI à cheval débordaient de la carte du Vaucluse au plus près."""
    own = queries.contours("epci").filter(code=code)
    for name, usual in (("lon", map_drawing.MAP_LON), ("lat", map_drawing.MAP_LAT)):
        least, most = map_drawing._range(usual, name, code)
        points = own[name].explode().drop_nulls().drop_nans()
        assert least < points.min() and points.max() < most
        assert least <= usual[0] and usual[1] <= most


@pytest.mark.parametrize("annee", [2023, 2024])
def test_la_synthese_dit_heures_et_personnes_publiees(read, annee):
    """Les nombres du titre sont ceux du fichier protégé, et rien ne s'y compare."""
    rows = {row["indicateur"]: row for row in read("chiffres_cles", annee=annee).to_dicts()}
    hours, people = (rows[one]["valeur"] for one in ("heures_realisees", "beneficiaires"))
    title = plain(by_code(read, annee)["synthese"].titre)
    assert re.sub(r"(?<=\d) (?=\d)", "", title) == (
        f"{hours:.0f} heures d'insertion et {people:.0f} bénéficiaires en {annee}"
    )
