"""Les mots du métier : ce que deux intitulés différents appellent la même chose.

Un groupe réunit des mots et des abréviations d'usage qui se valent dans un intitulé ; le premier
nomme l'idée. Ce ne sont pas des intitulés : un mot n'apprend rien d'une colonne à lui seul.
"""

from __future__ import annotations

import re
from functools import cache

from data.words import normalize

GROUPES = (
    "participant beneficiaire salarie jeune public personne candidat usager individu demandeur",
    "marche consultation mp",
    "lot allotissement",
    "operation chantier projet travaux",
    "contrat mission ctr ctt",
    "acheteur mo moa maitreouvrage donneurordre donneurdordre collectivite bailleur commanditaire"
    " organisme maitrise ouvrage",
    "entreprise titulaire attributaire societe raisonsociale etablissement ste",
    "employeur employeuse siae employant signataire",
    "utilisatrice utilisateur accueil eu",
    "numero n no num ref reference code id identifiant matricule cde cle",
    "date dt jour quand",
    "debut embauche demarrage commencement depart deb lancement os du",
    "fin terme cloture echeance achevement rupture sortie au",
    "sortie issue depart",
    "entree integration admission accueil",
    "prevu previsionnel previsible theorique estime prev objectif previ",
    "realise effectue travaille execute accompli real reel faite presence fait",
    "engage engagement contractuel",
    "heure h hrs hr hres volume horaire",
    "hebdo hebdomadaire semaine sem temps",
    "duree anciennete",
    "metier poste emploi fonction profession",
    "nom patronyme nomfamille",
    "prenom prenoms",
    "naissance ne nee ddn naiss",
    "sexe genre hf",
    "civilite civ titre",
    "commune ville localite lieu cne",
    "residence domicile habitation habitant adresse reside",
    "insee cog",
    "postal cp post",
    "type nature forme categorie",
    "statut etat avancement eligibilite critere public",
    "situation position sit devenir",
    "secteur domaine activite filiere",
    "qpv prioritaire quartier zone qp",
    "rqth th boeth handicap handicape reconnaissance",
    "rsa brsa",
    "deld longueduree dld",
    "senior 50 plus50",
    "jeune 26 moins26",
    "diplome formation niveau etude scolaire qualification",
    "prescripteur orientation oriente orienteur envoye prescrit",
    "facilitateur facilitatrice charge chargee referent coordinateur referente animateur",
    "inscription inscrit de ft francetravail chomage poleemploi",
    "montant mt prix cout euro eur",
    "notification notifie",
    "intitule libelle objet designation descriptif",
    "procedure article clause ccp",
    "validation valide controle visa",
    "saisie saisi enregistre",
    "mois periode m",
    "annee an exercice millesime",
    "modalite mode option realisation",
    "role qualite rang",
    "taux pourcentage pct tx part",
    "naf ape",
    "releve constat enquete",
    "action demarche rencontre intervention",
    "premier 1er 1ere",
    "structure operateur",
    "programme npnru pnrqad anru",
    "territoire bassin",
    "modalite mise oeuvre",
)
# Suites de mots qui n'en font qu'un.
LOCUTIONS = {
    "maitre_d_ouvrage": "maitreouvrage", "maitre_ouvrage": "maitreouvrage",
    "donneur_d_ordres": "donneurdordre",
    "donneur_d_ordre": "donneurdordre", "pouvoir_adjudicateur": "maitreouvrage",
    "raison_sociale": "raisonsociale", "longue_duree": "longueduree", "france_travail":
    "francetravail", "pole_emploi": "poleemploi", "demandeur_d_emploi": "demandeur",
    "nom_de_famille": "nomfamille", "moins_de_26": "moins26", "plus_de_50": "plus50",
    "h_f": "hf", "m_f": "hf", "f_m": "hf", "ordre_de_service": "os", "six_mois": "6_mois",
    "douze_mois": "12_mois", "mise_en_oeuvre": "mise_oeuvre",
}  # fmt: skip
VIDES = frozenset(
    ("de", "d", "l", "la", "le", "les", "des", "a", "en", "et", "ou", "dans", "par", "pour", "sur",
     "au", "du", "nb", "nombre", "o", "e", "dont")
)  # fmt: skip
# « Contrat du », « Au » : en bout d'intitulé, ces mots nomment une date.
BORNES = frozenset(("du", "au"))
# De qui ou de quoi parle la ligne : ces mots précisent un intitulé sans le changer.
CONTEXTE = (
    "participant", "contrat", "marche", "entreprise", "operation", "numero", "date", "type",
)  # fmt: skip
# Ce que le tableau de bord ne lit jamais : coordonnées, appréciations, paie, notes libres.
JAMAIS = (
    "tel", "telephone", "portable", "mobile", "fax", "mail", "mel", "courriel", "email", "adresse",
    "adr", "rue", "voie", "nir", "securite", "nationalite", "observation", "commentaire",
    "remarque", "note", "motif", "salaire", "brut", "contact", "iban", "rib", "photo", "permis",
    "vehicule", "enfant",
)  # fmt: skip


def words(text: str) -> list[str]:
    """Rend les mots utiles d'un intitulé, singulier sans accent, dans l'ordre."""
    text = re.sub(r"\((e|s|es|ne|trice|le)\)", "", text, flags=re.I)
    text = re.sub(r"\((h|o/n|oui/non|[hfm]/[hfm]|mois|prévue?s?)\)", r" \1", text, flags=re.I)
    spelled = text.replace("%", " taux ").replace("€", " eur ")
    plain = f"_{normalize(spelled)}_"
    for phrase, word in LOCUTIONS.items():
        plain = plain.replace(f"_{phrase}_", f"_{word}_")
    every = [stem(word) for word in plain.strip("_").split("_") if word]
    ends = (0, len(every) - 1)
    useful = [
        word for rank, word in enumerate(every)
        if word not in VIDES or (word in BORNES and rank in ends)
    ]  # fmt: skip
    return useful or every


def stem(word: str) -> str:
    """Ôte d'un mot le pluriel et le féminin usuels : « prévues » et « prévu » se valent."""
    if len(word) < 5 or word.isdigit():
        return word
    return re.sub(r"(ees|ee|es|s|x|e)$", "", word)


@cache
def ideas() -> dict[str, frozenset[int]]:
    """Rend mot -> les groupes où il est."""
    found: dict[str, set[int]] = {}
    for rank, group in enumerate(GROUPES):
        for word in group.split():
            found.setdefault(stem(word), set()).add(rank)
    return {word: frozenset(ranks) for word, ranks in found.items()}


@cache
def members(word: str) -> frozenset[str]:
    """Rend les mots qui valent `word`, lui compris."""
    ranks = ideas().get(word, frozenset())
    every = {one for rank in ranks for one in GROUPES[rank].split()}
    return frozenset({word}) | every | {stem(one) for one in every}


def is_never_read(heading: str) -> bool:
    """Dit si un intitulé annonce ce que le tableau de bord ne lit jamais."""
    return not {stem(word) for word in JAMAIS}.isdisjoint(words(heading))
