"""Une année que rien n'a touchée garde ses cellules auditées ; le moindre doute la refait."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from data.publish import Generation, current, publish_tables, read_database
from data.publish.acces import give
from queries.protection.publish import annees
from queries.protection.publish.annees import FICHIER, fingerprint_of_year, read_years
from queries.protection.publish.cube import build_cube
from queries.protection.publish.fichier import read_cube
from queries.protection.publish.publication import protect, silent
from queries.protection.rules.seuils import Seuils
from tests.support import queries_store as essai
from tests.support.attaque_informe import reader, scope
from tests.support.populations import effectifs, population

DU, AU = date(2026, 1, 1), date(2028, 12, 31)


def tables(nouveaux: int = 0) -> dict[str, list[dict]]:
    """Trente-six personnes en 2023 et en 2024, et des nouveaux en 2024 seulement."""
    people = [f"p{rank}" for rank in range(36)]
    others = [f"n{rank}" for rank in range(nouveaux)]
    return {
        "participants": [
            {"structure": "CIE84", "numero_participant": one, "personne": one,
             "sexe": "femme" if rank % 5 == 0 else "homme", "rqth": rank % 17 == 0}
            for rank, one in enumerate((*people, *others))
        ],
        "marches": [essai.marche("M1", "CIE84", code_insee_travaux=essai.CARPENTRAS)],
        "heures": [
            *(essai.heures(one, f"{year}-03", 10) for one in people for year in (2023, 2024)),
            *(essai.heures(one, "2024-04", 10) for one in others),
        ],
    }  # fmt: skip


@pytest.fixture
def audits(monkeypatch) -> list[int]:
    """Le total de chaque année auditée, à mesure."""
    real, seen = annees.protect_counts, []

    def count(one, *others):
        seen.append(one.total("departement"))
        return real(one, *others)

    monkeypatch.setattr(annees, "protect_counts", count)
    return seen


@pytest.fixture
def store(tmp_path) -> Path:
    return essai.write(tmp_path / "magasin", before_pointer=[protect], **tables())


def republish(store: Path, content: dict | None = None, copil: int = 1) -> Generation:
    """Refait le cube, pour un copil qui n'a pas encore le sien."""
    guard = partial(protect, copil=date(2026, 12, copil))
    return publish_tables(content or read_database(current(store)), store, before_pointer=[guard])


def more(store: Path, tmp_path: Path) -> dict:
    """Les mêmes tables, douze personnes de plus en 2024."""
    other = essai.write(tmp_path / "autre", **tables(12))
    return read_database(current(other))


def assert_as_new(done: Generation) -> None:
    """Le cube publié est celui qu'un calcul sans mémoire rend."""
    fresh = build_cube(done, None, silent).tables
    written = read_cube(done)
    for name, frame in fresh.items():
        assert sorted(map(str, written[name].rows())) == sorted(map(str, frame.rows())), name


def test_rien_n_a_change_rien_ne_s_audite(store, audits):
    done = republish(store)
    assert done.manifest["protege"]["repris_de"] is None and not audits
    assert_as_new(done)


def test_seule_l_annee_touchee_s_audite(store, tmp_path, audits):
    done = republish(store, more(store, tmp_path))
    assert audits == [48]
    certificat = done.manifest["protege"]["certificat"]
    audits.clear()
    assert_as_new(done)
    assert sorted(audits) == [36, 48], "sans mémoire, toutes les années"
    fresh = build_cube(done, None, silent).certificat.row()
    for name in ("cellules", "blanchies", "groupes_verifies", "rondes"):
        assert certificat[name] == fresh[name], name


def test_un_lecteur_de_plus_refait_toutes_les_annees(store, audits):
    right = {"role": "referent_epci", "epci": essai.COVE, "email": "a@exemple.fr"}
    give({**right, "du": DU, "au": AU}, "Essai", store)
    assert_as_new(republish(store))
    assert audits[:2] == [36, 36]


@pytest.mark.parametrize(
    "damage", ["", "[]", '{"a": 1}', '{"a": {"cellules": [[1]], "bilan": {}}}']
)
@pytest.mark.parametrize("is_noticed", [True, False])
def test_un_fichier_abime_refait_toutes_les_annees(store, audits, damage, is_noticed):
    one = current(store)
    (one.folder / FICHIER).write_text(damage)
    if not is_noticed:
        # Même hors du sceau, un texte qui n'est pas le nôtre ne dit rien.
        sealed = {**one.manifest, "fichiers": {**one.manifest["fichiers"]}}
        del sealed["fichiers"][FICHIER]
        one = replace(one, manifest=sealed)
    assert not read_years(one).connues
    if is_noticed:
        republish(store)
        assert audits == [36, 36]


def test_une_cellule_falsifiee_ne_ressert_jamais(store, audits):
    path = current(store).folder / FICHIER
    said = json.loads(path.read_text())
    for audit in said.values():
        audit["cellules"] = [[*cell[:3], "12", 12, 12, 12] for cell in audit["cellules"]]
    path.write_text(json.dumps(said))
    assert_as_new(republish(store))


def test_le_cube_repris_emporte_ses_annees(store, audits):
    kept = publish_tables(read_database(current(store)), store, before_pointer=[protect])
    assert kept.manifest["protege"]["repris_de"] == 1
    assert read_years(kept).connues == read_years(current(store)).connues != {}
    republish(store)
    assert not audits


def test_le_fichier_ne_dit_que_ce_qui_est_publie(store):
    written = {str(one) for frame in read_cube(current(store)).values() for row in frame.rows()
               for one in row}  # fmt: skip
    for cells, _ in read_years(current(store)).connues.values():
        assert {one.texte for one in cells.values()} <= written


# --- l'empreinte d'une année

GENS = population(3)
UN, LECTEURS = effectifs(GENS), (reader(GENS, scope("c1")), reader(GENS, scope("CIE84")))


def bumped(counts: dict) -> dict:
    """Les mêmes effectifs, un de plus au dernier."""
    return {**counts, list(counts)[-1]: list(counts.values())[-1] + 1}


CHANGES = {
    "mailles": {**UN.mailles, "c1": "structure"},
    "comptes": bumped(UN.comptes),
    "presences": frozenset([*UN.presences, ("CIE84", "ailleurs")]),
    "a_hors_liste": not UN.a_hors_liste,
    "sorties": bumped(UN.sorties),
    "types": (*UN.types, "autre"),
}
LECTEUR = {
    "code": "autre", "lus": frozenset({"c2"}), "comptes": bumped(LECTEURS[0].comptes),
    "sorties": bumped(LECTEURS[0].sorties),
}  # fmt: skip


def test_tout_ce_dont_l_annee_depend_change_l_empreinte(monkeypatch):
    seuils = Seuils()
    assert {one.name for one in fields(UN)} == CHANGES.keys(), "une donnée de plus : à essayer ici"
    assert {one.name for one in fields(LECTEURS[0])} == LECTEUR.keys()
    same = fingerprint_of_year(UN, seuils, LECTEURS)
    assert same == fingerprint_of_year(effectifs(GENS), Seuils(), LECTEURS)
    others = [
        *((replace(UN, **{name: one}), seuils, LECTEURS) for name, one in CHANGES.items()),
        *((UN, replace(seuils, **{one.name: getattr(seuils, one.name) + 1}), LECTEURS)
          for one in fields(Seuils)),
        *((UN, seuils, (replace(LECTEURS[0], **{name: one}), LECTEURS[1]))
          for name, one in LECTEUR.items()),
        (UN, seuils, ()), (UN, seuils, LECTEURS[:1]), (UN, seuils, LECTEURS[::-1]),
    ]  # fmt: skip
    found = {same, *(fingerprint_of_year(*one) for one in others)}
    monkeypatch.setattr(annees, "_calculation", lambda: "un autre calcul")
    found.add(fingerprint_of_year(UN, seuils, LECTEURS))
    assert len(found) == len(others) + 2


def test_une_ligne_du_calcul_qui_change_change_l_empreinte(monkeypatch, tmp_path):
    plain = annees._calculation.__wrapped__
    before = plain()
    folder = tmp_path / "protection"
    folder.mkdir()
    (folder / "un.py").write_text("seuil = 5\n")
    monkeypatch.setattr(annees, "FOLDER", tmp_path)
    first = plain()
    (folder / "un.py").write_text("seuil = 6\n")
    assert len({before, first, plain()}) == 3
