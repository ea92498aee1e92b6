"""Du contrat inventé aux lignes du decp.csv de decp.info : une par titulaire et par version."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from data.exemples.decp.acheteurs import Acheteur
from data.exemples.ecriture.fichier import Fichier, Ligne
from data.exemples.socle.tirage import EXTRACTION

COLONNES = (
    "uid", "id", "nature", "acheteur_id", "acheteur_nom", "titulaire_id",
    "titulaire_typeIdentifiant", "titulaire_nom", "objet", "montant", "type", "codeCPV",
    "procedure", "techniques", "dureeMois", "dureeRestanteMois", "offresRecues",
    "dateNotification", "datePublicationDonnees", "formePrix", "typesPrix", "attributionAvance",
    "tauxAvance", "marcheInnovant", "modalitesExecution", "considerationsSociales",
    "considerationsEnvironnementales", "ccag", "sousTraitanceDeclaree",
    "typeGroupementOperateurs", "origineUE", "origineFrance", "lieuExecution_code",
    "lieuExecution_typeCode", "idAccordCadre", "titulaire_distance", "acheteur_categorie",
    "acheteur_commune_code", "acheteur_commune_nom", "acheteur_departement_code",
    "acheteur_departement_nom", "acheteur_region_code", "acheteur_region_nom",
    "acheteur_latitude", "acheteur_longitude", "titulaire_categorie",
    "titulaire_commune_code", "titulaire_commune_nom", "titulaire_departement_code",
    "titulaire_departement_nom", "titulaire_region_code", "titulaire_region_nom",
    "titulaire_latitude", "titulaire_longitude", "modification_id", "donneesActuelles",
    "sourceDataset", "sourceFile",
)  # fmt: skip
INVENTE = "exemple_invente"
REGIONS = {"84": ("93", "Provence-Alpes-Côte d'Azur"), "69": ("84", "Auvergne-Rhône-Alpes")}
Titulaire = tuple[str, str]  # SIRET, nom


@dataclass(frozen=True)
class Version:
    """Ce qu'une modification récrit : date, montant, durée, titulaires."""

    notification: date
    montant_eur: Decimal
    duree_mois: int
    titulaires: tuple[Titulaire, ...]


@dataclass(frozen=True)
class Contrat:
    """Un contrat inventé, ses versions et ce qu'il déclare (None : champ vide)."""

    acheteur: Acheteur
    numero: str
    objet: str
    code_cpv: str
    versions: tuple[Version, ...]
    considerations: str | None
    publication: date
    nature: str = "Marché"
    procedure: str = "Procédure adaptée"
    techniques: str = "Sans objet"
    modalites: str = "Sans objet"
    id_accord_cadre: str | None = None
    lieu: tuple[str, str] | None = None

    @property
    def est_publie(self) -> bool:
        """Vrai si la publication précède l'extraction."""
        return self.publication <= EXTRACTION

    def modified(self, *after: Version) -> Contrat:
        """Le même contrat, modifié."""
        return replace(self, versions=(*self.versions, *after))


def decp_file(contrats: list[Contrat]) -> Fichier:
    """Le fichier tabulaire : virgule, UTF-8, booléens anglais, 58 colonnes."""
    published = [contrat for contrat in contrats if contrat.est_publie]
    return Fichier(
        "decp_vaucluse_exemples_20260930.csv",
        COLONNES,
        [ligne for contrat in published for ligne in _lignes(contrat)],
        encodage="utf-8",
        separateur=",",
        dates="%Y-%m-%d",
        oui_non=("true", "false"),
    )


def _lignes(contrat: Contrat) -> list[Ligne]:
    return [
        _contrat(contrat) | _version(contrat, version, rank) | _titulaire(titulaire)
        for rank, version in enumerate(contrat.versions)
        for titulaire in version.titulaires
    ]


def _contrat(contrat: Contrat) -> Ligne:
    acheteur = contrat.acheteur
    code, lieu = contrat.lieu or (acheteur.code_postal, "Code postal")
    region, nom_region = REGIONS.get(acheteur.departement, (None, None))
    return dict.fromkeys(COLONNES) | {
        "uid": (acheteur.siret + contrat.numero).replace("/", "_"),
        "id": contrat.numero,
        "nature": contrat.nature,
        "acheteur_id": acheteur.siret,
        "acheteur_nom": acheteur.nom,
        "acheteur_categorie": acheteur.categorie,
        "acheteur_commune_code": acheteur.code_insee,
        "acheteur_departement_code": acheteur.departement,
        "acheteur_region_code": region,
        "acheteur_region_nom": nom_region,
        "objet": f"{contrat.objet} (contrat inventé)",
        "codeCPV": contrat.code_cpv,
        "type": _kind(contrat.code_cpv),
        "procedure": contrat.procedure,
        "techniques": contrat.techniques,
        "modalitesExecution": contrat.modalites,
        "datePublicationDonnees": contrat.publication,
        "considerationsSociales": contrat.considerations,
        "lieuExecution_code": code,
        "lieuExecution_typeCode": lieu,
        "idAccordCadre": contrat.id_accord_cadre,
        "sourceDataset": INVENTE,
        "sourceFile": INVENTE,
    }


def _kind(code_cpv: str) -> str:
    division = int(code_cpv[:2])
    if division == 45:
        return "Travaux"
    return "Services" if division >= 50 else "Fournitures"


def _version(contrat: Contrat, version: Version, rank: int) -> Ligne:
    return {
        "montant": str(version.montant_eur),
        "dureeMois": version.duree_mois,
        "dateNotification": version.notification,
        "modification_id": rank,
        "donneesActuelles": rank == len(contrat.versions) - 1,
        "typeGroupementOperateurs": (
            "Solidaire" if len(version.titulaires) > 1 else "Pas de groupement"
        ),
    }


def _titulaire(titulaire: Titulaire) -> Ligne:
    siret, nom = titulaire
    return {
        "titulaire_id": siret,
        "titulaire_typeIdentifiant": "SIRET",
        "titulaire_nom": nom,
    }
