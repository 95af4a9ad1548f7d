"""A client library for accessing Grandma's AI Assistant"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)
