"""How an endpoint looks from outside: what GET answers and what `endpoint.disabled` carries, made in one place."""

from pydantic import JsonValue

from core.webhook import WebhookEndpoint
from services.task_view import instant_text


def endpoint_view(endpoint: WebhookEndpoint) -> dict[str, JsonValue]:
    """The public form of an endpoint: JSON, without its secrets."""
    return {
        "id": str(endpoint.id),
        "url": endpoint.url,
        "events": list(endpoint.events),
        "notify_email": endpoint.notify_email,
        "enabled": endpoint.enabled,
        "disabled_at": instant_text(endpoint.disabled_at),
        "disabled_reason": endpoint.disabled_reason,
        "failing_since": instant_text(endpoint.failing_since),
        "previous_secret_until": instant_text(endpoint.previous_secret_until),
        "created_at": instant_text(endpoint.created_at),
        "updated_at": instant_text(endpoint.updated_at),
        "version": endpoint.version,
    }
