"""What policy says of an account."""

from tasks.contracts.declaration import Column, Table

ACTIONS_OF_POLICY = ("allow", "observe", "verify_identity", "limit", "review", "suspend", "deny")

DECISIONS = Table(
    name="decisions",
    grain="what a rule of policy says of an account that day",
    key=("account_id", "policy_id", "campaign_id"),
    columns=(
        Column("account_id", "string", "whom it concerns", True),
        Column("model", "string", "which model; null for all"),
        Column("action", "string", "what is asked for; nothing is done by itself", True, one_of=ACTIONS_OF_POLICY),
        Column("policy_id", "string", "the rule", True),
        Column("reason", "string", "in a sentence", True),
        Column("campaign_id", "string", "the suspected campaign, if one is the reason"),
        Column("effective_from", "timestamp(us, UTC)", "when it comes into force", True),
    ),
)
