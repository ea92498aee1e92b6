"""Le fichier protégé : publié, repris ou refusé ; lu sans le fichier exact ; fermé ailleurs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import polars as pl
import pytest

import queries
from data.__main__ import main
from data.publish import (
    FichierExactFerme,
    Generation,
    current,
    generation,
    publish_tables,
    read_database,
)
from pages.shared.frame import source
from pages.shared.frame.source import read_state
from queries.protection.attack.reparation import ReparationImpossible
from queries.protection.publish import publication
from queries.protection.publish.publication import protect
from queries.protection.rules import regles
from queries.protection.rules.liste import EXACTS, PROTEGES
from queries.protection.rules.regles import cube_queries, cube_references, rules_fingerprint
from queries.protection.rules.seuils import Seuils
from tests.support.places import ROOT
from tests.support.queries_store import (
    AVIGNON,
    CARPENTRAS,
    COVE,
    GRAND_AVIGNON,
    contrat,
    heures,
    marche,
    situation,
    write,
)

NON_PUBLIE = "non\u00a0publié"
# 30 personnes à Carpentras (CoVe) : 9 femmes, 2 TH ; 12 à Avignon : 3 BRSA.
COVE_NB, AVIGNON_NB = 30, 12


def tables(extra: int = 0, premiere: str = "p0") -> dict[str, list[dict]]:
    """Les lignes d'un magasin ; `extra` personnes de plus à Carpentras."""
    cove = [premiere, *(f"p{rank}" for rank in range(1, COVE_NB + extra))]
    avignon = [f"a{rank}" for rank in range(AVIGNON_NB)]
    people = [
        {
            "structure": "CIE84" if one in cove else "MLJGA",
            "numero_participant": one,
            "personne": one,
            "sexe": "femme" if one in cove[:9] else "homme",
            "rqth": one in cove[:2],
            "brsa": one in avignon[:3],
        }
        for one in (*cove, *avignon)
    ]
    return {
        "participants": people,
        "marches": [
            marche("M1", "CIE84", code_insee_travaux=CARPENTRAS),
            marche("M2", "MLJGA", code_insee_travaux=AVIGNON),
        ],
        "heures": [
            *(heures(one, "2023-03", 10) for one in cove),
            *(heures(one, "2023-04", 7.5, "MLJGA", numero_marche="M2") for one in avignon),
        ],
    }


def store_with(folder: Path, **change: object) -> Path:
    """Un magasin d'essai, sans chiffres protégés."""
    return write(folder, **tables(**change))  # type: ignore[arg-type]


def republish(
    store: Path, content: Generation | None = None, copil: date | None = None, **more: bool
) -> Generation:
    """Publie à nouveau des tables, chiffres protégés compris."""
    frames = read_database(content or current(store))
    return publish_tables(frames, store, before_pointer=[partial(protect, copil=copil)], **more)


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    folder = store_with(tmp_path_factory.mktemp("cube") / "magasin")
    republish(folder)
    return folder


def written(store: Path, name: str, key: str, **filtres: object) -> dict[str, str]:
    frame = queries.run_protected(name, store, **filtres)
    return dict(frame.select(key, "texte").iter_rows())


# --- ce qui s'écrit


def test_les_categories_du_departement_sont_arrondies(store):
    assert written(store, "beneficiaires_par_categorie", "categorie", annee=2023) == {
        "total": "42", "femmes": "10", "brsa": "<\u00a05", "brsa_femmes": "<\u00a05",
        "jeunes_18_25": "<\u00a05", "th": "<\u00a05", "deld": "<\u00a05", "qpv": "<\u00a05",
    }  # fmt: skip


def test_un_petit_epci_n_a_que_son_total_et_un_epci_absent_ne_se_distingue_pas(store):
    (row,) = queries.run_protected(
        "beneficiaires_par_categorie", store, annee=2023, epci=GRAND_AVIGNON
    ).rows(named=True)
    assert (row["categorie"], row["texte"]) == ("total", "<\u00a020")
    by_place = written(store, "beneficiaires_par_epci", "epci", annee=2023)
    assert by_place[COVE] == "30" and len(by_place) == 14
    assert {text for place, text in by_place.items() if place != COVE} == {"<\u00a020"}


def test_les_chiffres_cles_melangent_heures_exactes_et_effectifs_ecrits(store):
    told = written(store, "chiffres_cles", "indicateur", annee=2023)
    assert (told["heures_realisees"], told["beneficiaires"]) == ("390", "42")
    assert told["sorties_positives"] == "<\u00a05"
    at_cove = written(store, "chiffres_cles", "indicateur", annee=2023, epci=COVE)
    assert (at_cove["heures_realisees"], at_cove["sorties_positives"]) == ("300", NON_PUBLIE)


def test_les_heures_exactes_par_categorie_sont_celles_de_ses_personnes(store):
    """9 femmes et 2 TH à 10 heures, 3 BRSA à 7,5 heures ; aucune n'est publiable."""
    told = queries.run("heures_par_categorie", store, annee=2023)
    hours = dict(told.select("categorie", "heures_realisees").iter_rows())
    assert [hours[code] for code in ("total", "femmes", "th", "brsa", "brsa_femmes")] == [
        390, 90, 20, 22.5, 0,
    ]  # fmt: skip
    shown = written(store, "heures_par_categorie", "categorie", annee=2023)
    assert shown.pop("total") == "390" and set(shown.values()) == {NON_PUBLIE}


@pytest.mark.parametrize("name", ["heures_par_epci", "marches_par_etat", "heures_par_structure"])
def test_ce_qui_ne_compte_personne_est_ce_que_rend_run(store, name):
    exact, shown = queries.run(name, store, annee=2023), None
    shown = queries.run_protected(name, store, annee=2023)
    assert shown.equals(exact)


def test_les_marches_ne_nomment_aucune_entreprise(store):
    shown = queries.run_protected("marches_liste", store, annee=2023)
    assert shown.height == 2 and not {"entreprises", "employeuses"} & set(shown.columns)


def test_chaque_nom_de_la_liste_repond_a_une_maille_et_a_elle_seule(store):
    asks = {
        "D": {"annee": 2023}, "S": {"annee": 2023, "structure": "ITV"},
        "E": {"annee": 2023, "epci": COVE}, "T": {}, "TS": {"structure": "ITV"},
        "TE": {"epci": COVE},
    }  # fmt: skip
    for name, mailles in (EXACTS | PROTEGES).items():
        for maille, filtres in asks.items():
            if maille in mailles.split():
                assert "demande" not in queries.run_protected(name, store, **filtres).columns
            else:
                with pytest.raises(queries.NonPublie):
                    queries.run_protected(name, store, **filtres)


@pytest.mark.parametrize(
    "filtres",
    [
        {"annee": 2022},
        {"periode": "2023-S1"},
        {"periode": "convention"},
        {"annee": 2023, "bassin": "CLPE84001"},
        {"annee": 2023, "axe": "residence"},
        {"annee": 2023, "structure": "ITV", "epci": COVE},
        {"annee": 2023, "referentiel": "cove"},
    ],
)
def test_le_reste_n_est_pas_publie(store, filtres):
    with pytest.raises(queries.NonPublie, match=r"Non publié à cette maille"):
        queries.run_protected("chiffres_cles", store, **filtres)


def test_ce_qui_compte_des_personnes_hors_liste_n_est_pas_publie(store):
    for name in ("beneficiaires_recouvrements", "heures_par_personne", "annexe_2"):
        with pytest.raises(queries.NonPublie):
            queries.run_protected(name, store, annee=2023)
    with pytest.raises(queries.IndicateurInconnu):
        queries.run_protected("rien", store)
    with pytest.raises(queries.FiltreInvalide):
        queries.run_protected("chiffres_cles", store, annee=2023, epci="x")


def test_le_fichier_ne_porte_aucun_effectif_exact_de_petit_groupe_ni_pseudonyme(store):
    """Toutes les tables, colonne par colonne : aucun nombre hors du cube, aucune personne."""
    path = current(store).protege
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [name for (name,) in connection.execute("show tables").fetchall()]
        frames = {name: connection.table(name).pl() for name in names}
    assert set(names) == {*EXACTS, *PROTEGES, "demandes", "certificat"}
    cells = frames["cellules"]
    small = cells.filter(pl.col("statut").is_in(["petit", "territoire_petit", "masque"]))
    assert small.height and small["valeur"].is_null().all()
    rounded = cells.filter(statut="arrondi")["valeur"]
    assert (rounded % 5 == 0).all() and rounded.min() >= 5
    texts = "".join(frame.write_json() for frame in frames.values())
    assert not re.search(r'"(p|a)\d+"', texts)


# --- le certificat


def test_le_certificat_dit_ce_qui_a_ete_verifie(store):
    told = queries.certificate(store)
    one = current(store)
    assert (told.axe, told.violations, told.seuils) == ("travaux", 0, Seuils())
    assert told.cellules == queries.run_protected("cellules", store).height
    assert told.groupes_verifies > told.cellules > 0 and len(told.empreinte_entrees) == 64
    assert told.generation == one.number and "sous 5 personnes" in told.regle
    note = json.loads((one.folder / "manifest.json").read_text())["protege"]
    assert note["certificat"] == told.row() and note["raison"] == ""


def test_une_publication_sans_cube_le_dit(tmp_path):
    folder = store_with(tmp_path / "magasin")
    assert queries.certificate(folder) is None
    with pytest.raises(queries.CubeAbsent, match=r"python -m data proteger"):
        queries.run_protected("chiffres_cles", folder, annee=2023)
    assert "proteger" in publication.said(current(folder))


def test_un_fichier_protege_abime_n_est_pas_servi(tmp_path, sans_epci):
    folder = store_with(tmp_path / "magasin")
    one = republish(folder)
    one.protege.write_bytes(one.protege.read_bytes()[:-100])
    with pytest.raises(queries.CubeAbsent):
        queries.run_protected("chiffres_cles", folder, annee=2023)


# --- un nouveau cube, ou le même


@pytest.mark.parametrize(("extra", "est_nouveau"), [(9, False), (10, True)])
def test_il_faut_dix_personnes_changees(tmp_path, sans_epci, extra, est_nouveau):
    folder = store_with(tmp_path / "magasin")
    first = republish(folder)
    other = store_with(tmp_path / "ailleurs", extra=extra)
    second = republish(folder, current(other))
    note = second.manifest["protege"]
    assert (note["repris_de"] is None) is est_nouveau
    assert (second.protege.read_bytes() == first.protege.read_bytes()) is not est_nouveau
    told = written(folder, "beneficiaires_par_categorie", "categorie", annee=2023)["total"]
    assert told == str(COVE_NB + AVIGNON_NB + (extra if est_nouveau else 0))
    # Le chiffre exact, lui, est toujours le dernier.
    exact = queries.run("chiffres_cles", folder, annee=2023)
    assert exact.filter(indicateur="beneficiaires")["valeur"].item() == 42 + extra


def test_les_changements_s_ajoutent_d_une_publication_a_l_autre(tmp_path, sans_epci):
    folder = store_with(tmp_path / "magasin")
    republish(folder)
    others = [store_with(tmp_path / f"{extra}", extra=extra) for extra in (6, 12)]
    kept, renewed = (republish(folder, current(one)) for one in others)
    assert kept.manifest["protege"]["repris_de"] == 2 and "Moins de 10" in publication.said(kept)
    assert renewed.manifest["protege"]["repris_de"] is None


def test_un_copil_a_droit_a_son_cube_une_fois(tmp_path, sans_epci):
    folder = store_with(tmp_path / "magasin")
    republish(folder)
    first, again = (republish(folder, copil=date(2026, 12, 3)) for _ in range(2))
    assert queries.certificate(folder, first.number).copil == "2026-12-03"
    assert first.manifest["protege"]["repris_de"] is None
    assert again.manifest["protege"]["repris_de"] == first.number


def test_des_seuils_changes_demandent_un_nouveau_cube(tmp_path, sans_epci, monkeypatch):
    folder = store_with(tmp_path / "magasin")
    republish(folder)
    stricter = Seuils(seuil_secret=11)
    for module in ("publication", "cube"):
        monkeypatch.setattr(f"queries.protection.publish.{module}.read_seuils", lambda: stricter)
    assert republish(folder).manifest["protege"]["repris_de"] is None
    assert queries.certificate(folder).seuils == stricter


def test_un_cube_refuse_laisse_le_precedent_et_l_exact_parait(tmp_path, sans_epci, monkeypatch):
    folder = store_with(tmp_path / "magasin")
    first = republish(folder)

    def refuse(*_: object) -> None:
        raise ReparationImpossible("3 groupes restent devinables après 15 rondes.")

    monkeypatch.setattr("queries.protection.write.cellules.repair", refuse)
    second = republish(folder, current(store_with(tmp_path / "ailleurs", extra=20)))
    assert current(folder).number == second.number > first.number
    assert second.manifest["protege"]["repris_de"] == first.number
    assert "refusés par l'audit : 3 groupes" in publication.said(second)
    told = written(folder, "beneficiaires_par_categorie", "categorie", annee=2023)
    assert told["total"] == "42"


def test_un_defaut_du_cote_protege_n_arrete_pas_l_exact(tmp_path, sans_epci, monkeypatch, caplog):
    """Un défaut du logiciel : l'exact paraît, le cube précédent est servi, la trace est gardée."""
    folder = store_with(tmp_path / "magasin")
    first = republish(folder)
    monkeypatch.setattr("queries.protection.write.cellules.repair", lambda *_: 1 / 0)
    second = republish(folder, current(store_with(tmp_path / "ailleurs", extra=20)))
    assert current(folder).number == second.number > first.number
    assert second.manifest["protege"]["repris_de"] == first.number
    told = publication.said(second)
    assert "n'ont pas pu être calculés" in told and f"n° {first.number}" in told
    assert "ZeroDivisionError" in caplog.text and "protect_bloc" in caplog.text
    assert "division by zero" not in caplog.text, "un message d'erreur peut citer une valeur"
    exact = queries.run("chiffres_cles", folder, annee=2023)
    assert exact.filter(indicateur="beneficiaires")["valeur"].item() == 62


@pytest.mark.parametrize("broken", ["person_digests", "_previous", "write_cube", "rules_parts"])
def test_un_defaut_du_cote_protege_des_la_premiere_publication(
    tmp_path, sans_epci, monkeypatch, broken
):
    folder = store_with(tmp_path / "magasin")
    calls = []

    def fail(*_: object) -> None:
        calls.append(broken)
        raise OSError("disque plein")

    monkeypatch.setattr(publication, broken, fail)
    one = republish(folder)
    assert calls and current(folder).number == one.number == 2 and not one.a_cube
    assert not one.protege.exists() and "n'ont pas pu être calculés" in publication.said(one)
    with pytest.raises(queries.CubeAbsent):
        queries.run_protected("chiffres_cles", folder, annee=2023)


def test_l_exact_peut_se_lire_avant_que_le_cube_soit_fait(tmp_path, sans_epci):
    folder = store_with(tmp_path / "magasin")
    first = republish(folder)
    other = read_database(current(store_with(tmp_path / "ailleurs", extra=20)))
    waiting = publish_tables(other, folder, before_pointer=[publication.postpone])
    assert "en préparation" in publication.said(waiting)
    assert waiting.manifest["protege"]["repris_de"] == first.number
    done = republish(folder)
    assert done.manifest["protege"]["repris_de"] is None


def test_le_fichier_protege_n_est_pas_plus_gros_que_l_exact(store):
    one = current(store)
    assert one.protege.stat().st_size <= one.exact.stat().st_size


# --- une définition, un paramètre


def test_l_empreinte_couvre_tout_ce_que_lit_le_cube():
    read = cube_queries()
    assert {*EXACTS, "filtre", "etats_personnes", "categories", "territoires"} <= set(read)
    for name in ("ref_parametre", "ref_situation", "ref_commune", "ref_epci", "ref_categorie"):
        assert name in cube_references()


@pytest.mark.parametrize("name", ["categories", "filtre", "beneficiaires_par_categorie"])
def test_une_definition_changee_change_l_empreinte_un_commentaire_non(monkeypatch, name):
    before, path_of = rules_fingerprint(Seuils()), regles.sql_of
    text = cube_queries()[name]
    for added, is_same in (("\n-- un mot de plus", True), ("\n, 1 as un", False)):
        monkeypatch.setattr(
            regles,
            "sql_of",
            lambda path, more=added: path_of(path) + more * (path_of(path) == text),
        )
        assert (rules_fingerprint(Seuils()) == before) is is_same


def test_un_parametre_change_refait_le_cube_et_le_dit(tmp_path, monkeypatch):
    """Par le chemin documenté : la ligne de ref_parametre.csv, puis `python -m data proteger`.

    Une personne est en formation à six mois : la convention ne la compte pas, sauf à le décider.
    """
    root = tmp_path / "projet"
    for name in ("data", "queries"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("store", "*.pyc"))
    content = tables()
    people = [f"p{rank}" for rank in range(COVE_NB)]
    content["contrats"] = [contrat(one, "2023-01-10", "2023-02-10") for one in people]
    content["situations"] = [
        situation(one, "formation_qualifiante" if rank < 12 else "cdi", "2023-07-10")
        for rank, one in enumerate(people)
    ]
    folder = write(tmp_path / "magasin", **content)
    republish(folder)
    assert protected_positives(folder) == exact_positives(folder, root)
    assert command(root, folder, "proteger").startswith("Moins de 10 personnes ont changé")
    path = root / "data" / "reference" / "ref_parametre.csv"
    lines = path.read_text("utf-8").splitlines()
    key = "formation_positive_convention;non"
    assert sum(line.startswith(key) for line in lines) == 1
    path.write_text(
        "\n".join(line.replace(key, key.replace("non", "oui")) for line in lines) + "\n"
    )
    before = protected_positives(folder)
    told = "Chiffres protégés d'avant un changement (formation_positive_convention)"
    assert told in command(root, folder, "etat")
    assert "a changé : tout est refait" in command(root, folder, "proteger")
    after = protected_positives(folder)
    assert after == exact_positives(folder, root) and after > before
    assert told not in command(root, folder, "etat")


def test_la_pleniere_et_les_pages_disent_des_chiffres_perimes(store, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(store))
    parts = regles.rules_parts
    source._outdated.clear()
    assert read_state().alerte == ""
    changed = dict.fromkeys(("deld", "ref_epci"), "autrement")
    monkeypatch.setattr(regles, "rules_parts", lambda own: {**parts(own), **changed})
    source._outdated.clear()
    said = read_state().alerte
    source._outdated.clear()
    # Une table se dit par son titre, non par son nom de fichier.
    assert "d'avant un changement (deld, « EPCI »)" in said and "la plénière peut différer" in said
    assert said in publication.said(current(store))


def command(root: Path, store: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "data", *words], cwd=root, capture_output=True, text=True,
        env={**os.environ, "CLAUSES_STORE": str(store), "CLAUSES_CLE": "5a" * 32},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.replace("\u00a0", " ")


def exact_positives(store: Path, root: Path) -> int:
    """Le nombre de sorties positives que disent les pages, arrondi au multiple de 5."""
    code = (
        "import queries; f = queries.run('chiffres_cles', annee=2023); "
        "print(int(f.filter(indicateur='sorties_positives')['valeur'].item()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True,
        env={**os.environ, "CLAUSES_STORE": str(store)},
    )  # fmt: skip
    return 5 * round(int(done.stdout) / 5)


def protected_positives(store: Path) -> int:
    shown = queries.run_protected("chiffres_cles", store, annee=2023)
    return int(shown.filter(indicateur="sorties_positives")["valeur"].item())


def test_le_cube_des_exemples_ne_sert_jamais_aux_donnees_reelles(tmp_path, sans_epci):
    folder = store_with(tmp_path / "magasin")
    republish(folder, est_exemple=True)
    assert republish(folder).manifest["protege"]["repris_de"] is None


# --- la vue plénière


@pytest.mark.parametrize("value", ["pleniere", "Plénière", "oui"])
def test_en_vue_pleniere_le_fichier_exact_ne_s_ouvre_pas(store, monkeypatch, value):
    monkeypatch.setenv("CLAUSES_VUE", value)
    with pytest.raises(FichierExactFerme):
        _ = current(store).exact
    with pytest.raises(queries.VuePleniere):
        queries.run("chiffres_cles", store, annee=2023)
    with pytest.raises(FichierExactFerme):
        read_database(current(store))
    assert queries.run_protected("chiffres_cles", store, annee=2023).height == 6


@pytest.mark.parametrize("value", ["", "exacte"])
def test_sans_vue_pleniere_tout_s_ouvre(store, monkeypatch, value):
    monkeypatch.setenv("CLAUSES_VUE", value)
    assert queries.run("chiffres_cles", store, annee=2023).height == 6


def test_un_serveur_de_pleniere_se_passe_du_fichier_exact(tmp_path, sans_epci, monkeypatch):
    """Seuls le fichier protégé et le manifeste y sont copiés ; sans cube, une publication n'y est
    pas servie.
    """
    folder = store_with(tmp_path / "magasin")
    one = republish(folder)
    publish_tables(read_database(one), folder)
    one.exact.unlink()
    monkeypatch.setenv("CLAUSES_VUE", "pleniere")
    assert current(folder).number == one.number
    assert queries.run_protected("chiffres_cles", folder, annee=2023).height == 6


def test_aucun_import_sur_un_serveur_de_pleniere(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CLAUSES_VUE", "pleniere")
    folder = tmp_path / "magasin"
    monkeypatch.setenv("CLAUSES_STORE", str(folder))
    assert main(["exemples"]) == 1
    assert "reste fermé" in capsys.readouterr().err and current(folder) is None


# --- la ligne de commande


def test_proteger_republie_les_memes_donnees_avec_leurs_chiffres(
    tmp_path, sans_epci, monkeypatch, capsys
):
    folder = store_with(tmp_path / "magasin")
    monkeypatch.setenv("CLAUSES_STORE", str(folder))
    assert main(["proteger"]) == 0
    assert "n° 2 servie" in capsys.readouterr().out
    before, after = (read_database(generation(number)) for number in (1, 2))
    assert all(before[name].equals(after[name]) for name in before)
    assert main(["proteger"]) == 0
    assert "restent tels quels" in capsys.readouterr().out and current().number == 2
    assert main(["proteger", "--copil", "2026-12-03"]) == 0
    assert current().number == 3 and queries.certificate().copil == "2026-12-03"


def test_proteger_rien_le_dit(capsys):
    assert main(["proteger"]) == 1
    assert "rien à protéger" in capsys.readouterr().err


def test_lire_le_cube_n_importe_pas_le_calcul():
    """Une page qui lit n'attend pas scipy."""
    code = "import sys, queries; sys.exit('scipy' in sys.modules)"
    root = ROOT
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=dict(os.environ))
    assert done.returncode == 0
