-- titre : Imports dont des lignes servent encore
-- definition : Un import sert tant que l'une de ses lignes est en place, ou tant qu'aucun autre de
--   la même sorte, pour les mêmes structures, n'est venu après lui. Sinon un export plus récent
--   l'a remplacé, et redit lui-même ce qui y resterait fautif.
-- unite : imports
-- grain : import
-- source : Journal des imports, toutes les tables reçues
with en_place as (
    select import_id from marches
    union
    select import_id from engagements
    union
    select import_id from participants
    union
    select import_id from contrats
    union
    select import_id from heures
    union
    select import_id from situations
    union
    select import_id from actions
    union
    select import_id from extraction
    union
    select import_id from activite
    union
    select import_id from financements
    union
    select import_id from objectifs
    union
    select import_id from decp
)

select imports.*
from imports
qualify
    imports.import_id in (select en_place.import_id from en_place)
    or row_number() over (
        partition by imports.format, imports.structures order by imports.import_id desc
    ) = 1
