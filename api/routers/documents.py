"""The OpenAPI document as a page to try things on."""

from typing import Final

from fastapi import APIRouter
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

_CDN: Final = "https://cdn.jsdelivr.net"
_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        f"script-src {_CDN} 'unsafe-inline'",
        f"style-src {_CDN} 'unsafe-inline'",
        "img-src data:",
        "connect-src 'self'",
        "frame-ancestors 'none'",
    )
)


@router.get("/docs", response_class=HTMLResponse)
async def show_documents() -> HTMLResponse:
    """Swagger UI over our document; the page says nothing of what the API is made with."""
    page = get_swagger_ui_html(
        openapi_url="/openapi.json", title="Grandma's AI Assistant", swagger_favicon_url="data:,"
    )
    page.headers["Content-Security-Policy"] = _POLICY
    return page
