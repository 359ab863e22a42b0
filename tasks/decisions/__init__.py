"""What policy says of an account that day.

Two rules: whoever looks at a suspected campaign is to be a person; and, where the operator has set a budget of what may
be written for one campaign, its accounts are to be limited once it is used up. Nothing is done by itself.
"""

from tasks.contracts.campaigns import CAMPAIGNS, MEMBERS
from tasks.contracts.decisions import DECISIONS
from tasks.contracts.ledger import LEDGER_TOTALS
from tasks.settings import Policy
from tasks.stage import Outputs, Work, sql, stage, today


@stage(
    sentence="Say what policy asks for",
    reads=(today(CAMPAIGNS), today(MEMBERS), today(LEDGER_TOTALS)),
    writes=(DECISIONS,),
    settings=(Policy,),
)
def decisions(work: Work) -> Outputs:
    """One decision of each rule for each member of a suspected campaign that it hits."""
    work.con.execute("set variable budget = ?::bigint", [work.section(Policy).campaign_budget_output_tokens])
    return Outputs({DECISIONS: sql(__file__, "decisions")})
