"""Chaque fichier SQL dit ce qu'il mesure, tient en 60 lignes et suit les règles de la maison."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlfluff
from sqlfluff.core import FluffConfig

import queries

FOLDER = Path(queries.__file__).parent
FILES = sorted(FOLDER.glob("*/*.sql"))
INDICATORS = [path for path in FILES if path.parent.name != "views"]
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


def test_every_view_says_what_it_means():
    found = {one.name for one in queries.definitions()}
    assert found == {path.stem for path in FILES if path.parent.name == "views"}


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
    from tests.queries_store import heures, write

    store = write(tmp_path, heures=[heures("p", "2023-01", 1)])
    assert set(PROMISED[name].split()) <= set(queries.run(name, store).columns)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sql_file_is_small_and_plain(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 60
    assert not re.search(r"\bas [a-z]\b", code_of(path)), "un alias d'une lettre"
    assert text.endswith("\n")


@pytest.mark.parametrize("path", INDICATORS, ids=lambda path: path.stem)
def test_rows_come_in_a_fixed_order(path):
    # Ce qui rend une seule ligne n'a pas à trier.
    grain = queries.describe(path.stem).grain
    assert grain == "une ligne" or "\norder by" in code_of(path)


def test_every_view_is_used():
    words = {path.stem: set(re.findall(r"\w+", code_of(path))) for path in FOLDER.glob("**/*.sql")}
    for one in queries.definitions():
        users = [name for name, found in words.items() if one.name in found and name != one.name]
        assert users, f"la vue {one.name} ne sert à rien"


def test_sqlfluff_has_nothing_to_say():
    config = FluffConfig.from_path(str(FOLDER))
    found = {
        f"{path.name}:{problem['start_line_no']} {problem['code']} {problem['description']}"
        for path in [*FILES, FOLDER / "filtre.sql", FOLDER / "scenario.sql"]
        for problem in sqlfluff.lint(path.read_text("utf-8"), config=config)
    }
    assert not found, "\n".join(sorted(found))
