"""Ce qui est posé d'avance : les totaux à retrouver, les lieux, les identifiants, le hasard.

Rien n'y entre ; en sortent des constantes et des tirages reproductibles. On n'y invente ni
personne ni marché : c'est le monde qui le fait.
"""

__all__ = ["effectifs", "siret", "territoires", "tirage"]
