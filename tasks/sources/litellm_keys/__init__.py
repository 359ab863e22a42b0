"""LiteLLM's table `LiteLLM_VerificationToken`: virtual keys, of which one that nobody owns is an account itself."""

from pathlib import Path

from tasks.contracts.landing import LANDING_ACCOUNTS
from tasks.sources.declaration import TEXT, Source

SOURCE = Source(
    name="litellm_keys",
    table=LANDING_ACCOUNTS,
    folder=Path(__file__).parent,
    marks=frozenset({"token", "key_alias", "user_id"}),
    shape={
        "token": TEXT,
        "user_id": TEXT,
        "created_at": TEXT,
        "team_id": TEXT,
        "team_alias": TEXT,
        "organization_id": TEXT,
        "organization_alias": TEXT,
    },
    keys=frozenset(
        [
            "access_group_ids",
            "agent_id",
            "aliases",
            "allowed_cache_controls",
            "allowed_routes",
            "auto_rotate",
            "blocked",
            "budget_duration",
            "budget_fallbacks",
            "budget_id",
            "budget_limits",
            "budget_reset_at",
            "config",
            "created_by",
            "expires",
            "key_alias",
            "key_name",
            "key_rotation_at",
            "key_type",
            "last_active",
            "last_rotation_at",
            "max_budget",
            "max_parallel_requests",
            "metadata",
            "model_max_budget",
            "model_spend",
            "models",
            "object_permission_id",
            "permissions",
            "policies",
            "project_id",
            "rotation_count",
            "rotation_interval",
            "router_settings",
            "rpm_limit",
            "settings_updated_at",
            "soft_budget_cooldown",
            "spend",
            "total_spend",
            "tpd_limit",
            "tpm_limit",
            "updated_at",
            "updated_by",
        ]
    ),
)
