-- titre : Déclaré par l'acheteur, suivi par un facilitateur
-- definition : Contrats des DECP et marchés clausés suivis, appariés par l'acheteur puis le numéro
--   (que la date, le montant ou l'objet confirme), sinon la date (30 jours) et le montant (5 %),
--   sinon le numéro seul ou les mots de l'objet : chaque paire dit sa raison et sa confiance. Une
--   considération sociale déclarée et une clause d'insertion suivie sont deux notions : une clause
--   sociale peut porter sur autre chose que l'insertion. Un écart est une question à poser à
--   l'acheteur, pas une faute. Les doublons y sont toujours fusionnés.
-- unite : selon la colonne
-- grain : constat et contrat ou marché (lot)
-- source : DECP, exports des marchés et engagements
-- codes : constat, cle, marche_id
-- portee : publique
with libelles (constat, constat_libelle, ordre) as (
    values
    ('suivi_declare_sans', 'Clausé suivi, déclaré sans considération', 1),
    ('suivi_non_renseigne', 'Clausé suivi, considération non renseignée', 2),
    ('suivi_critere_seul', 'Clausé suivi, déclaré avec un critère seul', 3),
    ('declare_non_suivi', 'Déclaré avec clause, non suivi', 4),
    ('siae_non_reservee', 'Gagné par une structure d''insertion, non déclaré réservé', 5),
    ('suivi_absent', 'Suivi, absent des DECP', 6),
    ('suivi_sans_siren', 'Suivi, acheteur sans SIREN : impossible à rapprocher', 7),
    ('suivi_hors_decp', 'Suivi, hors des années des DECP reçues', 8),
    ('suivi_et_declare', 'Suivi et déclaré avec clause', 9)
)

select
    constats_decp.constat,
    libelles.constat_libelle,
    constats_decp.confiance,
    constats_decp.raison,
    coalesce(decp_contrats.acheteur, suivis.acheteur) as acheteur,
    coalesce(decp_contrats.nom, suivis.acheteur_nom) as acheteur_nom,
    constats_decp.cle,
    decp_contrats.numero,
    constats_decp.marche_id,
    suivis.structure,
    suivis.numero_marche,
    suivis.numero_lot,
    decp_contrats.objet as objet_declare,
    suivis.texte as objet_suivi,
    decp_contrats.date_notification as date_declaree,
    suivis.date_notification as date_suivie,
    decp_contrats.montant_eur::double as montant_declare_eur,
    suivis.montant_ht_eur::double as montant_suivi_eur,
    decp_contrats.statut_social,
    decp_contrats.declaration,
    constats_decp.entreprise
from constats_decp
inner join libelles using (constat)
cross join filtre
left join decp_contrats using (cle)
left join marches_comparables as suivis using (marche_id)
where filtre.est_tout or constats_decp.jour between filtre.debut and filtre.fin
order by libelles.ordre asc, constats_decp.jour desc, constats_decp.cle asc, marche_id asc
