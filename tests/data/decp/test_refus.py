"""Un fichier de DECP abîmé, coupé ou auquel il manque quelque chose : la phrase dit laquelle."""

import gzip
import json

import pytest

from tests.support.contrats_decp import AVIGNON, PLAIN, by_line, document, one, parquet, record
from tests.support.fabrique import messages, prepared

FAUTES = {
    "json coupé": (PLAIN[:-20], "coupé", True),
    "json coupé dans un texte": (PLAIN[: PLAIN.index("École".encode()) + 3], "coupé", True),
    "virgule de trop": (PLAIN.replace(b'"nature"', b', "nature"'), "ligne 1, caractère", False),
    "guillemet de trop": (PLAIN.replace("École".encode(), b'a"b'), "ligne 1, caractère", False),
    "lignes dont une fausse": (
        by_line(record()) + b'\n{"id": 1,,}\n' + by_line(record()), "ligne 2", False),
    "lignes coupées": (by_line(record(), record())[:-30], "ligne 2", True),
    "gzip coupé": (gzip.compress(PLAIN * 50)[:-30], "coupé", True),
    "parquet coupé": (parquet(dateNotification=["2024-05-15"])[:-20], "coupé", True),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said", "is_cut"), FAUTES.values(), ids=FAUTES.keys())
def test_la_phrase_dit_la_vraie_cause(content, said, is_cut):
    found = prepared("decp_20240930.json", content)
    ((_, _, text),) = messages(found)
    assert found.issue == "refuse" and said in text
    assert ("Reprenez le téléchargement" in text) == is_cut


@pytest.mark.parametrize(("count", "is_told"), [(2, False), (3, True)])
def test_un_fichier_dont_aucun_contrat_ne_repond_se_dit(count, is_told):
    renamed = [record(id=str(rank), considerationsSociales=None) for rank in range(count)]
    told = [text for _, _, text in messages(one(document(*renamed)))]
    assert any("un autre nom" in text for text in told) is is_told


def table(*rows: list[str], end: str = "\n") -> bytes:
    header = ["id", "acheteur_id", "objet", "montant", "dateNotification", "considerationsSociales"]
    return "\n".join(",".join(row) for row in (header, *rows)).encode() + end.encode()


LIGNE = ["N1", AVIGNON, "École", "90000", "2024-05-15", "Clause sociale"]


@pytest.mark.parametrize(
    ("rows", "end", "said"),
    [
        ([LIGNE, LIGNE[:4]], "", "est coupé au milieu de sa dernière ligne"),
        ([LIGNE, LIGNE], "", ""),
        ([LIGNE, ["Source : data.gouv.fr"]], "", ""),
        ([LIGNE, LIGNE[:4]], "\n", ""),
        ([LIGNE[:4], ["N2", AVIGNON, "École"]], "", "est coupé au milieu de sa dernière ligne"),
        ([[*LIGNE[:4], "03/18/2024", ""], [*LIGNE[:4], "03/12/2024", ""]], "\n", "mois avant jour"),
    ],
)
def test_un_tableau_coupe_ou_aux_dates_americaines_est_refuse(rows, end, said):
    read = one(table(*rows, end=end), "decp_20240930.csv")
    told = [text for _, _, text in messages(read)]
    assert (read.issue == "refuse") is bool(said)
    assert not said or said in told[0]


def test_un_tableau_sans_lieu_dit_ce_qu_il_ne_voit_pas():
    told = [text for _, _, text in messages(one(table(LIGNE), "decp_20240930.csv"))]
    assert any(text.startswith("Sans lieu d'exécution") for text in told)


def test_un_json_sans_contrat_ne_parle_pas_d_acheteurs():
    """« Aucun contrat d'un acheteur du Vaucluse » serait faux : ce n'est pas un fichier de DECP."""
    found = one(json.dumps([{"N° contrat": "C1", "Mois": "01/2025"}]).encode(), "heures.json")
    ((_, _, text),) = messages(found)
    assert found.issue == "refuse" and "aucun contrat de la commande publique" in text
    assert "acheteur" not in text
