"""DECP de data.economie.gouv.fr : un contrat par ligne, trois titulaires, une modification.

Virgule ou point-virgule, noms à points ou à soulignés ; « MQ », « CDL » et « NC » disent un vide,
« INX » une valeur que le portail n'a pas su lire. Ni nom d'acheteur ni nom de titulaire.
Les considérations gardent leur texte : c'est aux requêtes de le lire.
"""

import polars as pl

from data.formats.decp.source import Source
from data.formats.decp.tabulaire import HEADINGS

TITULAIRES = ("1", "2", "3")
# Les noms à rallonge sont ceux du portail.
MODIFIED = {
    "modification_id": ("idModification",),
    "montant_eur": ("montantModification",),
    "duree_mois": ("dureeMoisModification",),
    "titulaire_id_1": ("idTitulaireModification",),
    "titulaire_type_id_1": ("typeIdentifiantTitulaireModification",),
    "date_notification": (
        "dateNotificationModificationModification",
        "dateNotificationModification",
    ),
    "date_publication": (
        "datePublicationDonneesModificationModification",
        "datePublicationDonneesModification",
    ),
}
_ABSENT = ("uid", "acheteur_nom", "titulaire_id", "titulaire_type_id", "titulaire_nom",
           "modification_id", "donnees_actuelles", "acheteur_departement_code",
           "acheteur_commune_code")  # fmt: skip
VIDES = r"^\s*((MQ|CDL|NC)\s*)+$"
PREFIXE = r"^\s*(INX|MQ|CDL)\s+"


def shape(frame: pl.DataFrame) -> pl.DataFrame:
    """Rend une ligne par contrat × titulaire × version, dans l'ordre du fichier."""
    clean = without_sentinels(_complete(frame))
    is_modified = pl.any_horizontal(
        pl.col(f"modifie_{name}").is_not_null() for name in ("modification_id", "date_notification")
    )
    first = clean.with_columns(
        modification_id=pl.lit("0"),
        donnees_actuelles=pl.when(is_modified).then(pl.lit("non")).otherwise(pl.lit("oui")),
    )
    last = _modified(first.filter(is_modified))
    both = pl.concat([first, last]).drop("^modifie_.*$")
    return _by_titulaire(both).sort("ligne", maintain_order=True)


def _modified(frame: pl.DataFrame) -> pl.DataFrame:
    """Rend la dernière version : ce que la modification ne dit pas reste ce qui était."""
    is_replaced = pl.col("modifie_titulaire_id_1").is_not_null()
    others = [name for rank in TITULAIRES[1:] for name in _titulaire(rank)]
    # La version initiale porte le numéro 0 : sans numéro, la modification prend le 1.
    return frame.with_columns(
        pl.when(~is_replaced).then(pl.col(others)),
        modification_id=pl.lit("1"),
        donnees_actuelles=pl.lit("oui"),
    ).with_columns(pl.coalesce(f"modifie_{name}", name).alias(name) for name in MODIFIED)


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    wanted = [
        *(name for rank in TITULAIRES for name in _titulaire(rank)),
        *(f"modifie_{name}" for name in MODIFIED),
        *(name for name in HEADINGS if name not in _ABSENT),
    ]
    absent = [name for name in wanted if name not in frame.columns]
    return frame.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)


def without_sentinels(frame: pl.DataFrame) -> pl.DataFrame:
    """Rend la grille sans les mots qui disent un vide, considérations mises à part."""
    text = pl.exclude("ligne", "considerations_sociales")
    return frame.with_columns(
        pl.when(~text.str.contains(VIDES)).then(text.str.replace(PREFIXE, ""))
    )


def _by_titulaire(frame: pl.DataFrame) -> pl.DataFrame:
    """Rend une ligne par titulaire nommé ; un contrat sans titulaire garde sa ligne."""
    columns = [name for rank in TITULAIRES for name in _titulaire(rank)]
    is_named = {
        rank: pl.lit(rank == "1") | pl.col(f"titulaire_id_{rank}").is_not_null()
        for rank in TITULAIRES
    }
    parts = [
        frame.filter(is_named[rank])
        .with_columns(
            titulaire_id=pl.col(f"titulaire_id_{rank}"),
            titulaire_type_id=pl.col(f"titulaire_type_id_{rank}"),
        )
        .drop(columns)
        for rank in TITULAIRES
    ]
    return pl.concat(parts)


def _titulaire(rank: str) -> tuple[str, str]:
    return f"titulaire_id_{rank}", f"titulaire_type_id_{rank}"


SOURCE = Source(
    "dataeco",
    "DECP de data.economie.gouv.fr",
    {
        **{name: texts for name, texts in HEADINGS.items() if name not in _ABSENT},
        "acheteur_siret": ("acheteur.id", "autoriteConcedante.id"),
        "montant_eur": ("montant", "valeurGlobale"),
        "date_notification": ("dateNotification", "dateSignature"),
        **{
            f"titulaire_id_{rank}": (f"titulaire_id_{rank}", f"concessionnaire_id_{rank}")
            for rank in TITULAIRES
        },
        **{
            f"titulaire_type_id_{rank}": (
                f"titulaire_typeIdentifiant_{rank}",
                f"concessionnaire_typeIdentifiant_{rank}",
            )
            for rank in TITULAIRES
        },
        **{f"modifie_{name}": texts for name, texts in MODIFIED.items()},
    },
    shape=shape,
    own=("titulaire_id_1", "concessionnaire_id_1"),
)
