"""Chaque titre de chaque page et diapositive, sur une grille de filtres et de petits magasins.

Ce qu'il affirme se recompte autrement : le sens d'un changement, sur les lignes du magasin ; le
premier d'une liste, sur la table dessinée ; le nombre et l'accord, dans le texte même.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import polars as pl
import pytest

import queries
from pages.accueil import figures as accueil
from pages.pleniere.ecran.diaporama import default_year
from pages.pleniere.slides import compose
from pages.pnad.words import answer as pnad_answer
from pages.shared.frame.filters import when
from pages.shared.frame.source import State, options_of
from tests.support import petits_mondes
from tests.support.constats import EVERY_YEAR, MADE_ON_PAGE, Constat, constats, figures
from tests.support.marques import missing_marks, slide_marks
from tests.support.petits_mondes import WORLDS, Monde
from tests.support.places import ROOT
from tests.support.queries_store import COVE, LMV
from tests.support.reserve import made_once

FILTERS: dict[str, tuple[dict[str, str], ...]] = {
    "vide": ({"periode": "2024"},),
    "une_personne": ({"periode": "2024"}, {"periode": "2024", "epci": LMV}),
    "ex_aequo": ({"periode": "2024"},),
    "annee_entamee": (
        {"periode": "2025"},
        {"periode": "2025", "epci": COVE},
        {"periode": "2025-S1", "structure": "CIE84"},
        {"periode": "tout"},
    ),
    "structure_absente": ({"periode": "2024"}, {"periode": "2023", "structure": "ITV"}),
}
SPACE = "[\u00a0\u202f ]"
NUMBER = rf"\d+(?:{SPACE}\d{{3}})*(?:,\d+)?"
CHANGE = re.compile(rf"({NUMBER}){SPACE}% de (plus|moins) (?:qu'|que )(?:en |de |au )?([^;:(),.]+)")
# Ce qu'un titre classe : la colonne qui nomme, celle qui compte, les codes qui ne se classent pas.
RANKED = {
    "heures_par_epci": ("nom", "heures_realisees", "epci"),
    "heures_par_structure": ("nom", "heures_realisees", None),
    "heures_par_donneur_ordre": ("nom", "heures_realisees", "donneur_ordre"),
    "beneficiaires_par_age": ("libelle", "beneficiaires", "tranche"),
    "beneficiaires_par_niveau": ("libelle", "beneficiaires", "niveau"),
    "beneficiaires_par_prescripteur": ("libelle", "part_pct", "prescripteur"),
    "heures_par_personne_classes": ("libelle", "beneficiaires", "classe"),
    "types_sorties_positives": ("type_sortie", "sorties", None),
    "marches_par_nature": ("libelle", "marches", "nature_marche"),
    "marches_par_procedure": ("libelle", "marches", "procedure_clause"),
    "marches_par_type_donneur_ordre": ("libelle", "marches", "type_maitre_ouvrage"),
    "marches_par_secteur": ("libelle", "marches", "secteur_activite"),
    "entreprises_par_secteur": ("libelle", "entreprises", "division"),
    "pnad_a_appeler": ("nom", "sans_reponse", None),
}
APART = ("inconnu", "hors_departement")


@pytest.fixture(scope="session")
def mondes(reserve: Path) -> dict[str, Monde]:
    def make(folder: Path) -> None:
        for nom in WORLDS:
            petits_mondes.make(nom, folder)

    folder = made_once(reserve, "petits_mondes", make)
    return {nom: petits_mondes.monde(nom, folder) for nom in WORLDS}


@pytest.fixture(scope="session")
def grille(mondes) -> list[tuple[Monde, dict, Constat]]:
    """Chaque constat des pages, avec le magasin et les filtres dont il parle."""
    return [
        (monde, filtres, one)
        for monde in mondes.values()
        for filtres in FILTERS[monde.nom]
        for one in constats(monde.store, **filtres)
    ]


@pytest.fixture(scope="session")
def diapositives(mondes):
    """Chaque diapositive de chaque magasin, année et EPCI ; le magasin vide n'en a pas."""
    found = []
    for monde in mondes.values():
        read = partial(queries.run_protected, store=monde.store)
        years = read("filtres_possibles").filter(filtre="annee")["code"].to_list()
        for year in years:
            for epci in (None, COVE, LMV):
                found += [(monde, int(year), epci, one) for one in compose(read, int(year), epci)]
    return found


# --- rien n'échappe à la grille


def test_chaque_figure_d_une_page_est_dans_la_grille():
    drawn = {*figures(), *MADE_ON_PAGE}
    shown = {
        name
        for path in (ROOT / "pages").glob("*/*.py")
        if path.parent.name != "pleniere"
        for name in re.findall(r"\bshow\(\s*(?:\w+\.)?(\w+)", path.read_text("utf-8"))
    } - {"show", "figures_of", "TYPOLOGIES"}
    assert shown and shown <= drawn
    assert set(RANKED) <= drawn


def test_la_grille_montre_chaque_figure_au_moins_une_fois(grille, diapositives):
    # Sans actions, engagements ni DECP, ces figures n'ont rien à dire dans ces magasins.
    silent = set(figures()) - {one.figure for _, _, one in grille}
    assert not {
        one
        for one in silent
        if one.startswith(("heures", "beneficiaires", "sorties", "pnad_p", "pnad_a"))
    }
    assert len(grille) > 300 and len(diapositives) > 100


# --- autant de marques que de lignes

# 2024 y est dite sur le dessin, à part : deux ruptures interdisent de la relier.
SAID_ON_CHART = {"pnad_oecp"}


def test_chaque_graphique_a_autant_de_marques_que_son_tableau_de_lignes(grille, magasin_exemples):
    """Sinon il dit combien sur combien ; les exemples ont les longues listes."""
    seen = [(monde.nom, one) for monde, _, one in grille]
    for filtres in ({"periode": "2025"}, {"periode": "2023", "structure": "ITV"},
                    {"periode": "2025", "epci": "200040681"}):  # fmt: skip
        seen += [("exemples", one) for one in constats(magasin_exemples, **filtres)]
    wrong = {(nom, one.figure, said) for nom, one in seen if one.figure not in SAID_ON_CHART
             if (said := missing_marks(one.dessin, one.frame))}  # fmt: skip
    assert not wrong
    assert sum(one.dessin.layout.meta is not None for _, one in seen) >= 8


def test_chaque_dessin_de_diapositive_a_les_lignes_de_son_tableau(diapositives):
    drawn = [slide for _, _, _, slide in diapositives if slide.dessin]
    assert drawn and not {(one.code, slide_marks(one)) for one in drawn
                          if len(set(slide_marks(one))) > 1}  # fmt: skip


# --- l'accord, l'élision, la ponctuation : dans le texte même

FAULTS = {
    "un nombre qui manque": r"\bNone\b|\bnan\b",
    "zéro suivi d'un nom": rf"(?<![\d,.\u202f]){0}\u00a0(?!h\b|%|€|ETP|points)[a-zé]",
    "un seul, au pluriel": r"(?<![\d,.\u202f])1\u00a0(?!mois\b|h\b)[a-zéè']+s\b",
    "plusieurs, au singulier": r"(?<![\d,.\u202f])(?:[2-9]|\d{2,})\u00a0(?:heure|marché|personne|"
    r"bénéficiaire|entreprise|structure|situation|contrat|action|quartier|poste)\b",
    "une élision manquée": r"\b(?:de|que) (?:ITV|Avignon|Orange|une? |aucun|[aeiouéèê]\w+ [aeiou])",
    "un vide après deux points": r":\s*(?:$|;|,)|,\s*$|;\s*$|\(\)",
    "une espace double": r"  ",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_aucun_titre_de_page_n_a_de_faute(grille, fault):
    wrong = {(monde.nom, one.figure, one.texte) for monde, _, one in grille
             if re.search(FAULTS[fault], one.texte)}  # fmt: skip
    assert not wrong


@pytest.mark.parametrize("fault", FAULTS)
def test_aucun_titre_de_diapositive_n_a_de_faute(diapositives, fault):
    wrong = {
        (monde.nom, slide.code, text)
        for monde, _, _, slide in diapositives
        for text in (slide.titre, *slide.phrases)
        if re.search(FAULTS[fault], text)
    }
    assert not wrong


def test_chaque_titre_commence_par_une_majuscule_ou_un_nombre(grille, diapositives):
    titles = {one.texte for _, _, one in grille if one.texte}
    titles |= {slide.titre for _, _, _, slide in diapositives}
    assert not {one for one in titles if not re.match(r"[A-ZÀÂÉÈÊÎÔ0-9«<]", one)}


def test_aucun_titre_de_diapositive_n_est_trop_long_pour_la_salle(diapositives):
    assert not {(slide.code, slide.titre) for _, _, _, slide in diapositives
                if len(slide.titre) > 150}  # fmt: skip


def test_aucun_nombre_n_a_de_centiemes_sur_une_diapositive_ni_dans_son_tableau(diapositives):
    """Le tableau va dans l'édition et le PowerPoint : les mêmes nombres, au même arrondi."""
    for _, _, _, slide in diapositives:
        cells = [cell for row in slide.tableau for cell in row]
        for text in (slide.titre, *slide.phrases, *cells, *(one for _, one in slide.chiffres)):
            assert not re.search(r"\d,\d\d", text), (slide.code, text)


# --- le sens d'un changement


def test_un_changement_d_heures_a_le_sens_et_l_ampleur_des_lignes(grille):
    checked = 0
    for monde, filtres, one in grille:
        if one.figure not in ("heures_realisees_par_mois", "heures_cumulees"):
            continue
        checked += check_change(monde, one.texte, filtres)
    assert checked >= 3


def test_un_changement_d_une_diapositive_a_le_sens_des_lignes(diapositives):
    checked = sum(
        check_change(monde, slide.titre, {"periode": str(year), "epci": epci or ""})
        for monde, year, epci, slide in diapositives
        if slide.code in ("synthese", "heures")
    )
    assert checked >= 1


def test_la_reponse_de_l_accueil_a_le_sens_des_lignes(mondes):
    checked = 0
    for monde in mondes.values():
        for filtres in FILTERS[monde.nom]:
            frame = queries.run("chiffres_cles", monde.store, **filtres)
            said = accueil.answer(frame, when(filtres["periode"]))
            assert not any(re.search(fault, said) for fault in FAULTS.values()), said
            checked += check_change(monde, said, filtres)
    assert checked >= 3


def check_change(monde: Monde, said: str, filtres: dict) -> int:
    """Recompte sur les lignes le premier changement d'un titre ; rend combien il y en avait."""
    found = CHANGE.search(said)
    if not found:
        return 0
    size, sense, period = found.groups()
    before = months_named(period)
    now = {f"{int(one[:4]) + 1}{one[4:]}" for one in before}
    place = {"structure": filtres.get("structure", ""), "epci": filtres.get("epci", "")}
    earlier, current = monde.hours(before, **place), monde.hours(now, **place)
    assert (current > earlier) == (sense == "plus"), said
    assert int(size) == int(abs(100 * (current / earlier - 1)) + 0.5), said
    # Aucun des mois comparés n'est dans les trois derniers avant la date des données.
    last = 12 * monde.arrete.year + monde.arrete.month
    assert all(12 * int(one[:4]) + int(one[5:7]) <= last - 3 for one in now), said
    return 1


MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
          "octobre", "novembre", "décembre")  # fmt: skip


def months_named(period: str) -> set[str]:
    """Lit « 2024 », « 1er semestre 2024 » ou « janvier à juin 2024 » en mois « AAAA-MM »."""
    words = period.strip().split()
    year = next(one for one in words if re.fullmatch(r"\d{4}", one))
    named = [MONTHS.index(one) + 1 for one in words if one in MONTHS]
    if named:
        span = range(named[0], named[-1] + 1)
    elif "semestre" in words:
        span = range(1, 7) if words[0] == "1er" else range(7, 13)
    else:
        span = range(1, 13)
    return {f"{year}-{month:02}" for month in span}


def test_une_annee_entamee_ne_se_dit_pas_en_baisse(grille, diapositives):
    """Les mois finis de 2025 font 10 % de plus que ceux de 2024 ; tous les mois reçus, moins."""
    said = [
        one.texte
        for monde, filtres, one in grille
        if monde.nom == "annee_entamee"
        and filtres == {"periode": "2025"}
        and one.figure == "heures_realisees_par_mois"
    ]
    titles = {slide.code: slide.titre for monde, year, epci, slide in diapositives
              if monde.nom == "annee_entamee" and year == 2025 and not epci}  # fmt: skip
    said.append(titles["heures"])
    assert len(said) == 2
    # La synthèse ne compare pas : elle dit que l'année n'est pas finie.
    assert "2025, année en cours" in titles["synthese"] and "de moins" not in titles["synthese"]
    assert all("10\u00a0% de plus que de janvier à juin 2024" in one for one in said), said


def test_une_structure_absente_interdit_la_comparaison(grille, diapositives):
    said = [
        one.texte
        for monde, filtres, one in grille
        if monde.nom == "structure_absente"
        and filtres == {"periode": "2024"}
        and one.figure.startswith("heures_")
    ]
    said += [slide.titre for monde, year, epci, slide in diapositives
             if monde.nom == "structure_absente" and year == 2024 and not epci]  # fmt: skip
    assert said and not [one for one in said if CHANGE.search(one)]
    assert any("ne se compare pas" in one for one in said)


# --- le premier d'une liste


@pytest.mark.parametrize("figure", RANKED)
def test_le_premier_d_un_titre_est_le_plus_grand_de_sa_table(grille, figure):
    label, value, code = RANKED[figure]
    for monde, _, one in grille:
        if one.figure != figure:
            continue
        known = one.frame.filter(~pl.col(code).is_in(APART)) if code else one.frame
        best = tops(known, label, value)
        names = [name for name in known[label].to_list() if name]
        named = sorted((place_of(one.texte, name), name) for name in names
                       if place_of(one.texte, name) >= 0)  # fmt: skip
        if not best:
            assert "à égalité" not in one.texte and not re.search(r"En tête|plus", one.texte), one
            continue
        assert named and named[0][1] in best, (monde.nom, one.texte, best)
        assert ("à égalité" in one.texte) >= (len(best) > 1), one.texte


def tops(frame: pl.DataFrame, label: str, value: str) -> set[str]:
    """Rend les noms de la plus grande valeur écrite, au-dessus de zéro."""
    rows = [row for row in frame.rows(named=True) if row[value]]
    decimals = 1 if value.endswith("_pct") else 0
    top = max((round(row[value] + 1e-9, decimals) for row in rows), default=None)
    return {row[label] for row in rows if round(row[value] + 1e-9, decimals) == top}


def place_of(text: str, name: str) -> int:
    """Rend où un nom paraît, majuscule ou non."""
    found = [text.find(one) for one in (name, name[:1].lower() + name[1:])]
    return min((one for one in found if one >= 0), default=-1)


def test_des_ex_aequo_ne_sont_jamais_departages(grille, diapositives):
    said = [
        one.texte
        for monde, filtres, one in grille
        if monde.nom == "ex_aequo"
        and filtres == {"periode": "2024"}
        and one.figure == "heures_par_epci"
    ]
    said += [
        slide.titre
        for monde, _, epci, slide in diapositives
        if monde.nom == "ex_aequo" and not epci and slide.code == "territoires"
    ]
    assert len(said) == 3 and all("à égalité" in one for one in said), said


# --- les achats publics


def test_le_verdict_d_une_annee_d_achats_est_celui_des_lignes(grille, mondes):
    checked = 0
    for monde, filtres, one in grille:
        if one.figure != "pnad_part" or set(filtres) != {"periode"}:
            continue
        for said, year in judged(one.texte):
            assert said == verdict_of(*monde.answers(year)), (monde.nom, one.texte)
            checked += 1
    for monde in mondes.values():
        for year in (2023, 2024, 2025):
            frame = queries.run("pnad_ensemble", monde.store, periode=str(year))
            if frame.is_empty():
                assert monde.answers(year) == (0, 0, 0)
                continue
            first, second = pnad_answer(frame.row(0, named=True), when(str(year)))
            assert verdict_of(*monde.answers(year)) in first, first
            for count, word in zip(
                monde.answers(year), ("oui", "non", "sans réponse"), strict=True
            ):
                assert not count or f"{count} {word}" in second, second
            assert not any(re.search(fault, f"{first} {second}") for fault in FAULTS.values())
            checked += 1
    assert checked >= 10


def judged(text: str) -> list[tuple[str, int]]:
    """Lit « atteint en 2022 ; manqué en 2023 et 2024 » : chaque verdict, son année."""
    found = re.findall(
        r"((?:ni )?(?:atteint|manqué)(?: ni manqué)?) en ((?:\d{4}(?:, | et )?)+)", text
    )
    return [(said, int(year)) for said, years in found for year in re.findall(r"\d{4}", years)]


def verdict_of(yes: int, no: int, unknown: int) -> str:
    """Dit le verdict des 30 % : que les sans réponse fassent oui, ou non."""
    total = yes + no + unknown
    if 10 * yes >= 3 * total:
        return "atteint"
    return "manqué" if 10 * (yes + unknown) < 3 * total else "ni atteint ni manqué"


def test_les_taux_d_achats_vont_du_plus_bas_au_plus_haut_de_leur_table(grille):
    """Le plus bas et le plus haut de ceux qui portent sur 30 contrats ; les ex æquo le sont."""
    checked = 0
    for monde, _, one in grille:
        if not re.search(r"Parmi les renseignés, de ", one.texte):
            continue
        name = "nom" if "nom" in one.frame.columns else "libelle"
        sure = one.frame.head(15).filter(pl.col("base_renseignee") >= 30)
        named = {row["taux_renseignes_pct"]: row[name] for row in sure.rows(named=True)}
        low, high = (plain_rate(pick(named)) for pick in (min, max))
        assert low != high and place_of(one.texte, low) < place_of(one.texte, high), one.texte
        assert place_of(one.texte, str(named[max(named)])) > place_of(one.texte, low), monde.nom
        checked += 1
    assert checked


def plain_rate(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


# --- un EPCI sans chiffre, un magasin vide


def test_aucune_diapositive_n_est_vide(diapositives):
    for _, _, _, slide in diapositives:
        assert slide.dessin or slide.chiffres or slide.phrases, slide.code
        assert "non publié à cette maille" not in slide.titre


def test_la_synthese_dit_ce_qui_manque_a_un_epci(diapositives):
    own = [slide for _, _, epci, slide in diapositives if epci and slide.code == "synthese"]
    assert own and all("non publiés pour" in slide.phrases[-1] for slide in own)
    wider = [slide for _, _, epci, slide in diapositives if epci and slide.code == "mois"]
    assert wider and all(slide.titre.startswith("Vaucluse · ") for slide in wider)


@pytest.mark.parametrize(
    ("nom", "annee"),
    # 2025 n'a que neuf mois ; 2024 a tout, ou à défaut de plan est la dernière complète ; sans
    # aucune année complète pour toutes les structures, c'est celle des autres pages.
    [("annee_entamee", 2024), ("ex_aequo", 2024), ("structure_absente", 2024)],
)
def test_la_pleniere_s_ouvre_sur_la_derniere_annee_que_le_copil_peut_examiner(mondes, nom, annee):
    store = mondes[nom].store
    state = State(generation=1, store=store, est_exemple=False)
    options = options_of(queries.run_protected("filtres_possibles", store))
    assert default_year(state, options) == annee


def test_une_figure_de_toutes_les_annees_parle_de_l_annee_choisie(grille):
    for _, _, one in grille:
        years = set(re.findall(r"\b20\d\d\b", one.texte))
        has_own = (
            one.choisie and (one.frame.get_column("annee") == int(one.choisie)).any()
            if ("annee" in one.frame.columns and one.figure in yearly_figures())
            else False
        )
        assert not has_own or one.choisie in years, (one.figure, one.texte)


def yearly_figures() -> set[str]:
    return {name for name, draw in figures().items()
            if EVERY_YEAR in draw.__annotations__}  # fmt: skip
