"""Lire des DECP : territoire, fautes de source, fichiers abîmés, bombes, remplacement."""

import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from data.decp import child, is_decp, read
from data.decp.read import read_decp
from data.importer import prepare_paths, publish
from data.read.grid import FichierRefuse
from data.recognize import Options
from tests.support.contrats_decp import AILLEURS, AVIGNON, UN, tabular
from tests.support.fabrique import JOUR, bring, csv, messages, prepared, stored, table
from tests.support.places import EXPORTS


@pytest.mark.parametrize(
    ("changes", "is_kept"),
    [
        ({"acheteur_id": AVIGNON}, True),
        ({"acheteur_id": "22840001600017"}, True),
        ({"acheteur_id": "26840012345678"}, True),
        ({"acheteur_id": "20004044200010"}, True),  # LMV, dans la liste seulement
        ({"acheteur_id": "20005480700017"}, False),  # Aix-Marseille-Provence : une commune sur 92
        ({"acheteur_id": "23840012345678"}, False),
        ({"acheteur_id": AILLEURS}, False),
        ({"lieu": ("84000", "Code postal")}, True),
        ({"lieu": ("84907", "Code postal")}, True),
        ({"lieu": ("84007", "CODE COMMUNE")}, True),
        ({"lieu": ("84", "Code département")}, True),
        ({"lieu": ("84", "Code departement")}, True),
        ({"lieu": ("8412", "Code canton")}, True),
        ({"lieu": ("841", "Code arrondissement")}, True),
        ({"lieu": ("84", "Code région")}, False),
        ({"lieu": ("84", "")}, False),
        ({"lieu": ("8400", "Code postal")}, False),  # 08400, Ardennes, zéro perdu
        ({"lieu": ("69084", "Code commune")}, False),
        ({"lieu": ("840", "Code pays")}, False),
    ],
)
def test_ce_qui_est_du_vaucluse(changes, is_kept):
    code, kind = changes.pop("lieu", ("", ""))
    row = {
        "acheteur_id": AILLEURS, "lieuExecution_code": code, "lieuExecution_typeCode": kind,
    }  # fmt: skip
    found = read_decp(*tabular(row | changes))
    assert (found.lues, found.frame.height) == (1, int(is_kept))


def test_le_departement_ecrit_suffit_mais_jamais_la_region():
    name, content = tabular({"acheteur_id": AILLEURS})
    header, row = content.decode().splitlines()
    for column, kept in (("acheteur_departement_code", 1), ("acheteur_region_code", 0)):
        text = f"{header},{column}\n{row},84\n"
        assert read_decp(name, text.encode()).frame.height == kept, column


@pytest.mark.parametrize(
    ("siret", "kept", "said"),
    [
        (AVIGNON, AVIGNON, ""),
        (f" {AVIGNON[:9]} {AVIGNON[9:]} ", AVIGNON, ""),
        ("21840007500015", "21840007500015", "La clé du SIRET de l'acheteur est fausse"),
        ("5910160001", None, "n'a pas de SIRET possible"),
        ("59101600019", "00059101600019", "Zéros de tête rétablis"),
        ("00000000000000", None, "n'a pas de SIRET possible"),
        ("2184000750001400", None, "n'a pas de SIRET possible"),
        ("2.18400075E+13", None, "notation scientifique"),
    ],
)
def test_siret_de_l_acheteur(siret, kept, said):
    place = {"lieuExecution_code": "84000", "lieuExecution_typeCode": "Code postal"}
    one = prepared(*tabular({"acheteur_id": siret, **place}, {"id": "autre"}))
    assert one.rows["acheteur_siret"].to_list() == ([kept] if kept else []) + [AVIGNON]
    assert one.lignes["ecartees"] == (kept is None)
    told = [(line, text) for line, column, text in messages(one) if column == "acheteur_id"]
    assert bool(told) == bool(said) and all(line == 2 and said in text for line, text in told)


@pytest.mark.parametrize(
    ("column", "cell", "field", "value", "said"),
    [
        ("montant", "0", "montant_eur", 0, "nul ou négatif"),
        ("montant", "-5", "montant_eur", -5, "nul ou négatif"),
        ("montant", "1 234,50", "montant_eur", 1234.5, ""),
        ("montant", "3000000000", "montant_eur", 3e9, ""),
        ("montant", "3000000000.01", "montant_eur", 3000000000.01, "trois milliards"),
        ("montant", "beaucoup", "montant_eur", None, "n'est pas un nombre"),
        ("dureeMois", "0", "duree_mois", 0, "quinze ans"),
        ("dureeMois", "180", "duree_mois", 180, ""),
        ("dureeMois", "181", "duree_mois", 181, "quinze ans"),
        ("dureeMois", "un an", "duree_mois", None, "n'est pas un nombre de mois"),
        ("dateNotification", "2009-12-31", "date_notification", None, "impossible"),
        ("dateNotification", "2010-01-01", "date_notification", date(2010, 1, 1), ""),
        ("dateNotification", "0031-05-22", "date_notification", None, "impossible"),
        ("dateNotification", "1899-12-31", "date_notification", None, "impossible"),
        ("dateNotification", "2026-09-30", "date_notification", date(2026, 9, 30), ""),
        ("dateNotification", "2026-10-01", "date_notification", None, "impossible"),
        ("dateNotification", "", "date_notification", None, "vide"),
        ("dateNotification", "15/03/2024", "date_notification", date(2024, 3, 15), ""),
        ("titulaire_id", "00050001700018", "titulaire_id", "00050001700018", "est fausse"),
        ("titulaire_id", "50001700017", "titulaire_id", UN, ""),
        ("objet", "�cole", "objet", "�cole", "accents"),
    ],
)
def test_une_donnee_fausse_se_garde_et_se_signale(column, cell, field, value, said):
    one = prepared(*tabular({column: cell}))
    found = one.rows[field][0]
    assert one.lignes["retenues"] == 1
    assert (float(found) if found is not None and field == "montant_eur" else found) == value
    told = [text for _, heading, text in messages(one) if heading == column]
    assert bool(told) == bool(said) and all(said in text for text in told)


def test_sans_numero_la_ligne_est_ecartee():
    one = prepared(*tabular({"id": ""}, {"id": "B"}))
    assert (one.lignes["ecartees"], one.rows["numero"].to_list()) == (1, ["B"])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", b'{"marches": {"marche": [{"id": 1},\n {"id" 2}]}}', "ligne 2, caractère 8"),
        ("a.json", b'{"autre": []}', "sans liste de contrats"),
        ("a.json", b"[" * 200_000, "trop de niveaux"),
        ("a.json", b"[1, 2]", "aucun contrat"),
        ("a.parquet", b"PAR1 coupe", "Parquet coupé"),
        ("a.csv", b"uid,acheteur_id,titulaire_id,montant\nu,21840007500014,1,5\n", "« id »"),
        ("a.csv", b"uid,id,acheteur_id,dateNotification\nu,1,21840007500014,2024-01-02,5,6\n",
         "plus de cellules que l'en-tête"),
        ("a.csv", b"uid,id,acheteur_id,dateNotification\n", "aucun contrat"),
    ],
)  # fmt: skip
def test_un_fichier_abime_est_refuse_en_francais(name, content, said):
    one = prepared(name, content)
    ((line, column, text),) = messages(one)
    assert (one.issue, line, column) == ("refuse", None, None)
    assert said in text and name in text


def test_un_encodage_de_tableur_se_lit():
    name, content = tabular({"objet": "Rénovation d'école"})
    one = prepared(name, content.decode().replace(",", ";").encode("cp1252"))
    assert one.rows["objet"].to_list() == ["Rénovation d'école"]


def test_ce_qui_n_est_pas_des_decp_va_au_lecteur_ordinaire():
    for path in EXPORTS.iterdir():
        if path.is_file():
            assert is_decp(path.name, path) == path.name.startswith("decp"), path.name
    assert not is_decp("a.parquet", b"rien") and not is_decp("a.json", b"rien")
    assert not is_decp("marches.csv", csv(table("marches", {})))


def test_une_bombe_parquet_est_refusee_sans_emporter_l_import(tmp_path, monkeypatch):
    """Dix mégaoctets qui en valent cent mille : l'enfant s'arrête, l'import continue."""
    monkeypatch.setattr(read, "MEMOIRE_MO", 700)
    rows = 4_000_000
    text = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int8()), pa.array(["A" * 4000]))
    names = ("uid", "id", "acheteur_id", "dateNotification", "objet", "titulaire_id")
    path = tmp_path / "decp.parquet"
    parquet.write_table(pa.table(dict.fromkeys(names, text)), path, row_group_size=rows)
    assert path.stat().st_size < 12_000_000
    lot = prepare_paths([path, EXPORTS / f"decp_2019_{JOUR}.json"], Options())
    assert [one.issue for one in lot.fichiers] == ["refuse", "importe"]
    assert "Mo de mémoire" in messages(lot.fichiers[0])[0][2]


def test_un_json_trop_gros_renvoie_au_parquet(monkeypatch):
    monkeypatch.setattr(child, "JSON_MAX_MO", 0)
    with pytest.raises(FichierRefuse, match=r"Parquet de data\.gouv\.fr"):
        child.read_content("a.json", b"{}", None, lambda _done: None)


def test_un_enfant_trop_lent_est_arrete(monkeypatch):
    monkeypatch.setattr(read, "ATTENTE_S", 0.01)
    with pytest.raises(FichierRefuse, match="la machine est trop occupée"):
        read_decp(*tabular({}))


def test_un_fichier_du_disque_n_est_pas_copie_en_memoire(tmp_path, monkeypatch):
    path = tmp_path / f"decp_{JOUR}.csv"
    path.write_bytes(tabular({}, {})[1])
    seen = []
    real = read._run_child
    monkeypatch.setattr(
        read, "_run_child", lambda name, asked, content, *rest: (
            seen.append((asked["chemin"], content)), real(name, asked, content, *rest))[1]
    )  # fmt: skip
    said = []
    lot = prepare_paths([path], Options(), progress=lambda done, text: said.append((done, text)))
    assert lot.fichiers[0].lignes["retenues"] == 2
    assert seen == [(str(path), b"")]
    assert said[-1][0] == pytest.approx(0.9) and all(path.name in text for _, text in said)


def test_la_progression_avance_par_blocs():
    rows = [{} for _ in range(60_000)]
    said = []
    assert read_decp(*tabular(*rows), advance=said.append).lues == 60_000
    assert len(said) >= 3 and said == sorted(said) and said[0] < 0.6


def test_un_fichier_remplace_tous_les_contrats_qu_il_porte():
    first = tabular({"id": "A"}, {"id": "A", "titulaire_id": "00050002500010"}, {"id": "B"})
    bring(first)
    bring(first)
    assert sorted(stored("decp")["numero"]) == ["A", "A", "B"]
    # L'uid a changé de forme : c'est toujours le même contrat.
    bring(tabular({"id": "A", "uid": "autre", "montant": "60000"}))
    found = stored("decp").sort("numero").select("numero", "montant_eur").rows()
    assert [(numero, int(amount)) for numero, amount in found] == [("A", 60000), ("B", 50000)]
    # Une autre source dit la même chose à côté : les requêtes décideront.
    bring((f"decp_dataeco_{JOUR}.csv", (EXPORTS / f"decp_dataeco_{JOUR}.csv").read_bytes()))
    assert stored("decp").height == 2 + 4


def test_un_fichier_complet_n_efface_que_sa_source():
    bring(tabular({"id": "A"}, {"id": "B"}))
    bring((f"decp_dataeco_{JOUR}.csv", (EXPORTS / f"decp_dataeco_{JOUR}.csv").read_bytes()))
    bring(tabular({"id": "C"}), est_complet=True)
    kept = stored("decp").group_by("source_decp").len().sort("source_decp").rows()
    assert kept == [("dataeco", 4), ("tabulaire", 1)]


def test_sans_date_dans_le_nom_la_derniere_publication_date_les_donnees(tmp_path):
    path = tmp_path / "decp.json"
    path.write_bytes((EXPORTS / f"decp_2022_{JOUR}.json").read_bytes())
    lot = prepare_paths([path], Options())
    assert lot.fichiers[0].extraction == date(2025, 7, 1)
    publish(lot)
    assert stored("imports")["structures"].to_list() == [""]


def test_un_refus_n_efface_rien():
    bring(tabular({"id": "A"}))
    bring(("decp.json", json.dumps({"marches": []}).encode()))
    assert stored("decp")["numero"].to_list() == ["A"]
