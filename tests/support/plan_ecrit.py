"""Les lignes d'un plan de financement, telles qu'une structure les écrit."""

COUT = "Coût total du poste"
PREVU, NOTIFIE, VERSE = "Montant prévu", "Montant notifié", "Montant versé"
VIDES = {PREVU: "", NOTIFIE: "", VERSE: ""}
ETAT = {"Financeur": "DDETS", "Type de financeur": "État"}
DEPARTEMENT = {"Financeur": "Département de Vaucluse", "Type de financeur": "Département"}
COVE = {"Financeur": "CoVe", "Type de financeur": "EPCI", "EPCI": "CoVe"}


def paid(financeur, **montants):
    """Une ligne du poste type (54 000 €) : les montants non donnés sont vides."""
    named = {"prevu": PREVU, "notifie": NOTIFIE, "verse": VERSE, "cout": COUT, "poste": "Poste"}
    return {**financeur, **VIDES, **{named[name]: text for name, text in montants.items()}}
