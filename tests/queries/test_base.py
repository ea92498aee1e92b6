"""La publication se lit dans son fichier : effacé, remplacé, abîmé, ou sous Windows."""

from __future__ import annotations

import gc
import shutil
import sys
from pathlib import Path

import duckdb
import pytest

import queries
from data.publish import Generation, current, generation, numbers, publish_again
from data.publish.seal import EXACT
from queries.base import base, bases, forget_gone
from queries.filters import parse
from queries.scenario import parse_scenario
from tests.support.queries_store import heures, write

NOM = "heures_realisees_par_annee"


def hours(number: int | None = None, **chosen: object) -> float:
    return queries.run(NOM, generation=number, **chosen)["heures_realisees"].sum()


def publish(value: float, **more: object) -> None:
    write(None, heures=[heures("p", "2023-01", value)], **more)


def held_files() -> list[str]:
    """Rend les fichiers exacts que ce processus tient ouverts."""
    names = []
    for one in Path("/proc/self/fd").iterdir():
        try:
            names.append(str(one.readlink()))
        except OSError:
            continue
    return [name for name in names if EXACT in name]


def test_une_generation_effacee_se_lit_jusqu_au_bout_et_rend_son_fichier():
    publish(10)
    one = current()
    opened = base(one)
    shutil.rmtree(one.folder)
    question = opened.question(parse({"annee": 2023}), parse_scenario({}))
    assert question.read("select sum(heures_realisees) as h from heures")["h"].to_list() == [10]
    assert any("(deleted)" in name for name in held_files())
    del opened, question
    bases.cache_clear()
    gc.collect()
    assert not any("(deleted)" in name for name in held_files())


@pytest.fixture
def no_collector():
    """Sans le ramasseur de miettes, qu'un serveur peut attendre longtemps."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_ce_qui_est_efface_se_referme_seul_et_le_reste_demeure_ouvert(no_collector):
    publish(10)
    publish(20)
    first, second = generation(1), generation(2)
    assert hours(1) == 10 and hours(2) == 20
    kept = base(second)
    shutil.rmtree(first.folder)
    assert any("(deleted)" in name for name in held_files())
    forget_gone()
    assert not any("(deleted)" in name for name in held_files())
    assert base(second) is kept and hours(2, annee=2023) == 20


def test_qui_lit_encore_ce_qui_est_efface_finit_sa_lecture_puis_le_referme(no_collector):
    publish(10)
    opened = base(current())
    shutil.rmtree(current().folder)
    forget_gone()
    question = opened.question(parse({"annee": 2023}), parse_scenario({}))
    assert question.read("select sum(heures_realisees) as h from heures")["h"].to_list() == [10]
    assert any("(deleted)" in name for name in held_files())
    del opened, question
    assert not any("(deleted)" in name for name in held_files())


def test_un_brouillon_lu_puis_abandonne_laisse_sa_place_a_d_autres_donnees():
    """Le cube lit le brouillon ; la publication suivante l'écrit sous le même chemin."""
    publish(10)

    def read_then_fail(folder: Path) -> None:
        draft = Generation(2, folder, {"empreinte": "essai"})
        base(draft).prepare("select * from heures_toutes")
        raise RuntimeError("coupure")

    with pytest.raises(RuntimeError, match="coupure"):
        publish(20, before_pointer=[read_then_fail])
    publish(30)
    assert numbers() == [1, 2] and hours() == 30 and hours(1) == 10


def test_d_autres_donnees_sous_le_meme_numero_se_lisent(tmp_path):
    publish(10)
    assert hours() == 10
    store, other = current().folder.parent.parent, tmp_path / "autre"
    write(other, heures=[heures("p", "2023-01", 55)])
    shutil.rmtree(store)
    shutil.copytree(other, store)
    assert current().number == 1 and hours() == 55


def test_des_deux_fichiers_des_memes_donnees_l_abime_ne_se_lit_plus():
    publish(10)
    again = publish_again(current())
    assert hours() == 10 and base(again) is base(generation(1))
    for one in (1, 2):
        bases.cache_clear()
        base(generation(one))
        path = generation(one).exact
        whole = path.read_bytes()
        path.write_bytes(bytes(len(whole)))
        sound = 3 - one
        assert hours(sound, annee=2023) == 10
        path.write_bytes(whole)


def test_sous_windows_les_tables_sont_copiees_et_le_fichier_referme(monkeypatch):
    publish(10)
    monkeypatch.setattr(sys.modules["queries.base"], "EST_COPIE", True)
    bases.cache_clear()
    gc.collect()
    assert hours() == 10 and held_files() == []
    current().exact.write_bytes(b"")
    assert base(generation(1)).is_intact


def test_rien_d_autre_ne_s_ouvre_et_ce_qui_deborde_s_ecrit_a_part(tmp_path):
    publish(10)
    opened = base(current())
    with pytest.raises(duckdb.Error, match="disabled"):
        opened.connection.execute("from read_csv('/etc/hostname')")
    with pytest.raises(duckdb.Error, match="locked"):
        opened.connection.execute("set enable_external_access = true")
    (spill,) = opened.connection.execute("select current_setting('temp_directory')").fetchone()
    assert Path(spill).stat().st_mode & 0o077 == 0 and not Path(spill).is_relative_to(Path.cwd())
    del opened
    bases.cache_clear()
    gc.collect()
    assert not Path(spill).exists()


def test_duckdb_n_ecrit_rien_sur_la_sortie():
    publish(10)
    opened = base(current())
    asked = "select current_setting('enable_progress_bar')"
    question = opened.question(parse({}), parse_scenario({}))
    for one in (opened.connection, question.connection):
        assert one.execute(asked).fetchone() == (False,)


def test_les_definitions_communes_se_serrent_des_que_plus_personne_ne_les_lit():
    publish(10)
    opened = base(current())
    opened.prepare("select * from identites")
    with opened.connection.cursor() as other:
        other.begin()
        assert other.execute("select count(*) from identites").fetchall() == [(1,)]
        opened.prepare("select * from heures_toutes")
        assert not opened.is_tight and hours() == 10
        other.commit()
    hours(annee=2023)
    assert opened.is_tight and hours(annee=2022) == 0
