"""Des contrats de DECP écrits à la main : en JSON, par lignes, en tableau ou en Parquet."""

import csv
import io
import json

import polars as pl

from tests.support.fabrique import JOUR, prepared

AVIGNON, CARPENTRAS, SDIS = "21840007500014", "21840031500014", "28840002100037"
DEPARTEMENT, ETAT = "22840001600017", "00059101600019"
UN, DEUX, TROIS = "00050001700017", "00050002500010", "00050003300014"
AILLEURS = "21690123100011"
A, B = {"id": UN, "typeIdentifiant": "SIRET"}, {"id": DEUX, "typeIdentifiant": "SIRET"}


def record(**changes: object) -> dict:
    base = {
        "id": "N1", "acheteur": {"id": AVIGNON}, "nature": "Marché", "objet": "École",
        "lieuExecution": {"code": "84007", "typeCode": "Code commune"}, "dureeMois": 12,
        "dateNotification": "2024-05-15", "montant": 90000,
        "titulaires": [{"titulaire": A}], "considerationsSociales": {"considerationSociale": []},
        "modifications": [],
    }  # fmt: skip
    return base | changes


def document(*records: dict) -> bytes:
    return json.dumps({"marches": {"marche": list(records)}}, ensure_ascii=False).encode()


def one(content: bytes, name: str = "decp_20240930.json"):
    return prepared(name, content)


PLAIN = document(record())


def by_line(*records: dict) -> bytes:
    return "\n".join(json.dumps(one) for one in records).encode()


def parquet(**columns: pl.Series) -> bytes:
    output = io.BytesIO()
    base = {"uid": ["u1"], "id": ["N1"], "acheteur_id": [AVIGNON]}
    pl.DataFrame({**base, **columns}).write_parquet(output)
    return output.getvalue()


def tabular(*changes):
    """Un extrait tabulaire : une ligne par dictionnaire de cellules changées."""
    base = {"uid": "u", "id": "1", "acheteur_id": AVIGNON, "acheteur_nom": "A", "objet": "O",
            "titulaire_id": UN, "montant": "50000", "dateNotification": "2024-01-02",
            "dureeMois": "12", "lieuExecution_code": "", "lieuExecution_typeCode": "",
            "considerationsSociales": ""}  # fmt: skip
    text = io.StringIO()
    writer = csv.DictWriter(text, base)
    writer.writeheader()
    writer.writerows(base | {"id": str(rank)} | one for rank, one in enumerate(changes))
    return f"decp_{JOUR}.csv", text.getvalue().encode()
