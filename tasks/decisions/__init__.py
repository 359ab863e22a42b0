"""What policy says of an account that day.

The one rule in force until an operator writes others: whoever looks at a suspected campaign is to be a person.
Nothing is asked for but review, and nothing is done by itself.
"""

from tasks.contracts.campaigns import CAMPAIGNS, MEMBERS
from tasks.contracts.decisions import DECISIONS
from tasks.stage import Outputs, Work, sql, stage, today


@stage(sentence="Say what policy asks for", reads=(today(CAMPAIGNS), today(MEMBERS)), writes=(DECISIONS,))
def decisions(_work: Work) -> Outputs:
    """One decision for each member of a suspected campaign."""
    return Outputs({DECISIONS: sql(__file__, "decisions")})
