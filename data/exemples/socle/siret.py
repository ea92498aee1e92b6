"""Identifiants d'entreprises : clé de Luhn, SIREN inventés et SIREN publics des communes."""


def luhn_key(prefix: str) -> str:
    """Chiffre qui rend `prefix` valide au sens de Luhn, une fois ajouté à sa droite."""
    total = 0
    for rank, digit in enumerate(reversed(prefix)):
        value = int(digit) * (2 if rank % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def siren_fictif(rank: int) -> str:
    """SIREN inventé : aucun vrai SIREN ne commence par 0005 (plage jamais attribuée)."""
    prefix = f"0005{rank:04d}"
    return prefix + luhn_key(prefix)


def siren_commune(code_insee: str) -> str:
    """SIREN public d'une commune : 21, le département, 0, le numéro de la commune, la clé."""
    prefix = f"21{code_insee[:2]}0{code_insee[2:]}"
    return prefix + luhn_key(prefix)


def siret(siren: str, etablissement: int = 1) -> str:
    """SIRET du n-ième établissement d'un SIREN (14 chiffres, clé de Luhn exacte)."""
    prefix = f"{siren}{etablissement:04d}"
    return prefix + luhn_key(prefix)
