-- Who of a group is tied to it well enough. Whoever is left alone was held by ties to others that are no members.
from tie_weights where weight >= getvariable('min_member_weight')
qualify count(*) over (partition by group_id) >= 2
