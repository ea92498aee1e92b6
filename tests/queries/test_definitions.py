"""Chaque fichier SQL dit ce qu'il mesure, d'où il le tient, et suit les règles de la maison."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import queries
from data.reference import load
from data.reference.tables import TITRES

FOLDER = Path(queries.__file__).parent
TESTS = Path(__file__).parents[1]
INDICATORS = sorted(
    path for path in FOLDER.glob("*/*.sql") if path.parent.name not in ("views", "protection")
)
SHARED = sorted(FOLDER.glob("views/**/*.sql"))
STEPS = sorted(FOLDER.glob("*/steps/**/*.sql"))
FILES = [*INDICATORS, *SHARED, *STEPS]
# Des listes montrées telles que publiées, et une relance que son test nomme par morceaux.
UNNAMED = {
    "anomalies_recues", "attentes", "exports_recus", "notice_information",
    "registre_traitement", "relances_marches_depasses",
}  # fmt: skip
PROMISED = {
    "chiffres_cles": "indicateur valeur valeur_precedente unite periode_precedente",
    "completude": "structure mois_attendus mois_recus premier_mois dernier_mois date_extraction "
    "mois_manquants mois_provisoires a_contrats a_situations a_participants a_marches a_actions",
    "heures_realisees_par_mois": "mois heures_realisees est_provisoire heures_annee_precedente "
    "heures_reparties",
    "heures_realisees_par_annee": "annee heures_realisees est_complete dont_formation",
    "heures_cumulees": "mois cumul cumul_annee_precedente",
    "beneficiaires_par_categorie": "categorie beneficiaires inconnus part_pct base_connue",
    "beneficiaires_par_annee": "annee beneficiaires entrants",
    "beneficiaires_recouvrements": "combinaison beneficiaires",
    "sorties_a_six_mois": "referentiel positives connues inconnues hors_champ non_mures taux_pct "
    "borne_basse_pct borne_haute_pct taux_reponse_pct",
    "territoires_comparables": "epci nom indicateur valeur dont_hors_84 pour_1000_habitants rang "
    "rang_pour_1000 departement ecart_departement mediane ecart_mediane comparables population",
    "communes_comparables": "commune nom epci indicateur valeur pour_1000_habitants rang",
    "portrait": "indicateur maille nom valeur pour_1000_habitants rang departement mediane",
    "somme_epci": "indicateur somme_epci hors_epci inconnu departement ecart est_additif pourquoi",
    "comite_technique": "partie indicateur libelle unite valeur trimestre debut fin",
    "marches_en_retard": "marche_id heures_attendues ecart_heures ecart_au_mieux est_sur",
    "evenements_trimestre": "date_evenement evenement libelle texte nombre marche_id structure",
    "types_sorties_positives": "type_sortie sorties part_pct",
    "situations_a_six_mois": "situation personnes",
    "cle_repartition": "structure annee territoire part_operations_pct part_marches_pct "
    "part_heures_prevues_pct part_participants_pct part_prospections_pct part_comites_pct part_pct "
    "part_sans_comites_pct",
    "financement_par_epci": "epci financeur montant_eur part_pct",
    "regles_financement": "regle perimetre constat_pct seuil_pct respect",
}


def code_of(path: Path) -> str:
    lines = path.read_text("utf-8").splitlines()
    return "\n".join(line.partition("--")[0] for line in lines)


@pytest.mark.parametrize("path", INDICATORS, ids=lambda path: path.stem)
def test_an_indicator_says_what_it_measures(path):
    said = queries.describe(path.stem)
    assert said.theme == path.parent.name in queries.THEMES
    assert said.titre[0].isupper() and not said.titre.endswith(".")
    assert said.definition[0].isupper() or said.definition[0] == "«"
    assert said.definition.endswith((".", "!", "%"))
    assert said.unite and said.grain and said.source


def test_an_indicator_is_named_by_a_test():
    """Rien d'autre ne demanderait que ses valeurs soient vérifiées une fois à la main."""
    others = [
        path
        for path in TESTS.rglob("*.py")
        if "mesures" not in path.parts and path != Path(__file__)
    ]
    words = {word for path in others for word in re.findall(r"\w+", path.read_text("utf-8"))}
    silent = {path.stem for path in INDICATORS} - words
    assert silent == UNNAMED, (
        f"aucun test ne nomme {silent - UNNAMED} : dans tests/queries/, quelques lignes écrites à "
        f"la main et ce qu'elles doivent rendre ; à ôter de UNNAMED : {UNNAMED - silent}"
    )


def test_every_reference_table_gives_its_sources(tmp_path):
    from tests.support.queries_store import heures, write

    told = queries.run("sources", write(tmp_path, heures=[heures("p", "2023-01", 1)]))
    expected = {
        (TITRES[name], source)
        for name, table in load().items()
        for source in table["source"].drop_nulls()
    }
    assert set(load()) == set(TITRES) and set(told.rows()) == expected


def test_every_view_says_what_it_means():
    found = {one.name for one in queries.definitions()}
    assert found == {path.stem for path in [*SHARED, *STEPS]}


def test_names_are_unique_and_all_listed():
    stems = [path.stem for path in FILES]
    assert len(stems) == len(set(stems))
    assert sorted(queries.names()) == sorted(path.stem for path in INDICATORS)


def test_sentences_are_typeset_in_french():
    for one in [*map(queries.describe, queries.names()), *queries.definitions()]:
        for text in (one.titre, one.definition, one.source):
            assert not re.search(r" [:;?!»]|« ", text), one.name
            assert "  " not in text, one.name


@pytest.mark.parametrize("name", PROMISED)
def test_promised_columns_are_there(name, tmp_path):
    from tests.support.queries_store import heures, write

    store = write(tmp_path, heures=[heures("p", "2023-01", 1)])
    assert set(PROMISED[name].split()) <= set(queries.run(name, store).columns)


def test_a_declared_code_is_a_column_and_leaves_something_to_read(tmp_path):
    from tests.support.queries_store import heures, write

    store = write(tmp_path, heures=[heures("p", "2023-01", 1)])
    declared = [one for one in map(queries.describe, queries.names()) if one.codes]
    assert len(declared) > 50
    for one in declared:
        assert set(one.codes) < set(queries.run(one.name, store).columns), one.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sql_file_is_plain(path):
    text = path.read_text("utf-8")
    assert not re.search(r"\bas [a-z]\b", code_of(path)), "un alias d'une lettre"
    assert text.endswith("\n")


@pytest.mark.parametrize("path", INDICATORS, ids=lambda path: path.stem)
def test_rows_come_in_a_fixed_order(path):
    # Ce qui rend une seule ligne n'a pas à trier.
    grain = queries.describe(path.stem).grain
    assert grain == "une ligne" or "\norder by" in code_of(path)


@cache
def mentions() -> dict[Path, set[str]]:
    """Les mots qu'écrit chaque fichier SQL, le sien à part."""
    found = {path: set(re.findall(r"\w+", code_of(path))) for path in FOLDER.rglob("*.sql")}
    return {path: words - {path.stem} for path, words in found.items()}


def users(word: str) -> set[str]:
    """Les thèmes qui mènent à une définition, par quelque chemin que ce soit."""
    found, seen, waiting = set(), {word}, [word]
    while waiting:
        one = waiting.pop()
        for path in (path for path, words in mentions().items() if one in words):
            if path not in [*SHARED, *STEPS]:
                found.add(path.relative_to(FOLDER).parts[0])
            elif path.stem not in seen:
                seen.add(path.stem)
                waiting.append(path.stem)
    return found


@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.stem)
def test_a_shared_word_serves_two_themes_or_more(path):
    found = users(path.stem)
    assert len(found) > 1, f"{path.stem} ne sert que {found} : c'est une étape de ce thème"


@pytest.mark.parametrize("path", STEPS, ids=lambda path: path.stem)
def test_a_step_serves_its_theme_alone(path):
    assert users(path.stem) == {path.relative_to(FOLDER).parts[0]}


def test_a_drawer_is_read_at_a_glance():
    """Un dossier de définitions tient à l'écran, et un mot partagé est rangé sous un mot."""
    assert not list(FOLDER.glob("views/*.sql"))
    count = {folder: len(list(folder.glob("*.sql"))) for folder in FOLDER.rglob("*/")}
    assert not {folder.name: number for folder, number in count.items() if number > 20}
    assert len(list(FOLDER.glob("*.py"))) <= 15
