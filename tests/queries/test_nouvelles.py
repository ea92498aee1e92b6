"""Quoi de neuf : les mois nouveaux, corrigés, les fichiers, d'une publication à l'autre."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from pages.shared.words.nouvelles import atom, sentences
from queries.nouvelles import nouvelles
from tests.support.queries_store import heures, write

ATOM = "{http://www.w3.org/2005/Atom}"


def received(*marks: str) -> list[dict[str, object]]:
    return [
        {"import_id": rank, "format": "heures", "structures": "CIE84", "empreinte": mark}
        for rank, mark in enumerate(marks, 1)
    ]


def publish(store, *hours, files=("a",)):
    return write(store, heures=list(hours), imports=received(*files))


def test_chaque_publication_dit_ce_qu_elle_change(tmp_path):
    january, march = heures("p", "2026-01", 10), heures("p", "2026-03", 7, "ITV")
    publish(tmp_path, january, heures("p", "2026-02", 20))
    publish(tmp_path, january, heures("p", "2026-02", 25), march, files=("a", "b"))
    # Février a disparu, mars n'a pas changé : une correction, aucun mois nouveau.
    publish(tmp_path, january, march, files=("a", "b"))
    last, second, first = nouvelles(tmp_path)
    assert first.est_premiere and (first.numero, last.numero) == (1, 3)
    assert second.nouveaux == (("ITV", "2026-03"),)
    assert second.corriges == (("CIE84", "2026-02"),) and len(second.fichiers) == 1
    assert (last.nouveaux, last.corriges, last.fichiers) == ((), (("CIE84", "2026-02"),), ())


def test_les_phrases_ne_comptent_ni_personnes_ni_heures(tmp_path):
    publish(tmp_path, heures("p", "2026-01", 777))
    publish(tmp_path, heures("p", "2026-01", 777), heures("q", "2026-02", 888), files=("a", "b"))
    told = " ".join(sentences(nouvelles(tmp_path)[0])).replace("\u00a0", " ")
    assert told == ("1 mois d'heures nouveau (CIE 84, février 2026). 1 fichier reçu : Heures.")


def test_le_fil_se_lit_comme_un_fil(tmp_path):
    assert ET.fromstring(atom([])).tag == f"{ATOM}feed"
    publish(tmp_path, heures("p", "2026-01", 10))
    publish(tmp_path, heures("p", "2026-01", 12))
    feed = ET.fromstring(atom(nouvelles(tmp_path)))
    entries = feed.findall(f"{ATOM}entry")
    assert len({one.find(f"{ATOM}id").text for one in entries}) == len(entries) == 2
    for moment in feed.iter(f"{ATOM}updated"):
        assert re.fullmatch(r"[\d-]+T[\d:]+([+-]\d\d:\d\d|Z)", moment.text)


def test_un_magasin_vide_n_a_pas_de_nouvelles(tmp_path):
    assert nouvelles(tmp_path / "rien") == []
