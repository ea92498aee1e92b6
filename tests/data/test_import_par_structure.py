"""L'import d'une seule structure : un fichier qui porte les lignes d'une autre est refusé."""

import pytest

from data.check import A_PRECISER, IMPORTE, REFUSE
from data.importer import prepare_files, prepare_paths, publish
from data.publish import current, read_database
from data.recognize import Options
from tests.support.places import ROOT

EXEMPLES = ROOT / "data" / "exemples" / "fichiers"
ENTETE = "Structure;N° participant;N° marché;Mois;Heures réalisées"


def prepared(name, structures, content=None):
    bytes_ = content if content is not None else (EXEMPLES / name).read_bytes()
    return prepare_files([(name, bytes_)], Options(), structures=structures).fichiers[0]


def said(one):
    return " ".join(one.anomalies["message"])


@pytest.mark.parametrize(
    ("name", "structures", "issue"),
    [
        ("Export_Heures_ITV_2025_20260930.csv", {"ITV"}, IMPORTE),
        ("Export_Heures_ITV_2025_20260930.csv", {"ITV", "MLJGA"}, IMPORTE),
        ("Export_Heures_ITV_2025_20260930.csv", None, IMPORTE),
        ("Export_Heures_MLJGA_2025_20260930.csv", {"ITV"}, REFUSE),
        ("Export_Participants_CIE84_20260930.csv", {"ITV"}, REFUSE),
        ("Plan_Financement_ITV_20260930.csv", {"ITV"}, IMPORTE),
        ("Plan_Financement_MLJGA_20260930.csv", {"ITV"}, REFUSE),
        # Ni la convention ni les contrats publics ne sont à une structure.
        ("Objectifs_20260930.csv", {"ITV", "CIE84", "MLJGA"}, REFUSE),
        ("decp_vaucluse_exemples_20260930.csv", {"ITV", "CIE84", "MLJGA"}, REFUSE),
        ("Export_Heures_ITV_2025_20260930.csv", frozenset(), REFUSE),
    ],
)
def test_seules_ses_lignes_s_importent(name, structures, issue):
    one = prepared(name, structures)
    assert one.issue == issue, said(one)
    if issue == REFUSE:
        assert name in said(one) and "votre accès n'ouvre" in said(one)
        assert one.rows is None and one.births is None, "rien n'en est gardé"


def test_une_seule_ligne_d_une_autre_suffit_a_refuser():
    own = [f"ITV;P{rank};M1;2025-01;{rank + 1}" for rank in range(20)]
    content = "\n".join([ENTETE, *own, "CIE84;P99;M1;2025-01;7"]).encode()
    name = "Export_Heures_2025_20260930.csv"
    assert prepared(name, None, content).issue == IMPORTE
    one = prepared(name, {"ITV"}, content)
    assert one.issue == REFUSE and "CIE 84" in said(one)
    assert "P99" not in said(one)


def test_un_fichier_qui_ne_dit_pas_sa_structure_est_demande_puis_refuse():
    """Répondre « CIE84 » n'ouvre pas l'import de CIE84."""
    content = "\n".join([ENTETE.partition(";")[2], "P1;M1;2025-01;5"]).encode()
    files = [("heures_20260930.csv", content)]
    asked = prepare_files(files, Options(), structures={"ITV"}).fichiers[0]
    assert asked.issue == A_PRECISER
    answered = prepare_files(files, Options(structure="CIE84"), structures={"ITV"}).fichiers[0]
    assert answered.issue == REFUSE
    own = prepare_files(files, Options(structure="ITV"), structures={"ITV"}).fichiers[0]
    assert own.issue == IMPORTE


def test_un_export_complet_ne_retire_que_les_siennes(tmp_path):
    """« Complet » couvre la structure du fichier : les lignes des autres restent."""
    every = [EXEMPLES / f"Export_Heures_{one}_2025_20260930.csv" for one in ("ITV", "MLJGA")]
    publish(prepare_paths(every, Options(), tmp_path), tmp_path)
    before = read_database(current(tmp_path))["heures"]
    first = "\n".join((every[0].read_text("utf-8-sig")).splitlines()[:6]).encode()
    files = [("Export_Heures_ITV_2025_20261031.csv", first)]
    lot = prepare_files(files, Options(est_complet=True), tmp_path, structures={"ITV"})
    publish(lot, tmp_path)
    after = read_database(current(tmp_path))["heures"]
    others = [one.filter(structure="MLJGA").height for one in (before, after)]
    assert others[0] == others[1] > 0
    assert after.filter(structure="ITV").height < before.filter(structure="ITV").height
