"""What this process counts, in Prometheus terms; made once, passed down, rendered by `/metrics`."""

from prometheus_client import CollectorRegistry, Counter, Histogram

_PARSE_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Counters and histograms of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.http_requests = Counter(
            "grandma_http_requests", "HTTP calls", ["method", "route", "status"], registry=self.registry
        )
        self.http_seconds = Histogram(
            "grandma_http_request_seconds", "Time to answer an HTTP call", ["method", "route"], registry=self.registry
        )
        self.requests_accepted = Counter("grandma_requests_accepted", "Requests stored", registry=self.registry)
        self.parse_seconds = Histogram(
            "grandma_parse_seconds",
            "Time to understand one text",
            ["provider"],
            buckets=_PARSE_BUCKETS,
            registry=self.registry,
        )
        self.model_calls = Counter(
            "grandma_model_calls", "Calls of language models", ["provider", "outcome"], registry=self.registry
        )
        self.model_tokens = Counter(
            "grandma_model_tokens",
            "Tokens that language models counted",
            ["provider", "model", "direction"],
            registry=self.registry,
        )
        self.model_cost = Counter(
            "grandma_model_cost_dollars",
            "What language models cost, as far as prices are known",
            ["provider", "model"],
            registry=self.registry,
        )
        self.cost_alerts = Counter(
            "grandma_model_cost_alerts",
            "Days on which models cost as much as is worth an alert",
            registry=self.registry,
        )
