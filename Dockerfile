# Two stages: the wheel and its dependencies are built in the first, the second has neither compiler nor pip's cache.
# Build: docker build -t protest-alerts .          Run: compose.yaml, or docs/operate.md
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/app \
 && /opt/app/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
COPY bot bot
COPY handlers handlers
COPY locales locales
RUN /opt/app/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation . \
 && /opt/app/bin/pip uninstall -y -q setuptools pip \
 && /opt/app/bin/python -m compileall -q -o 0 -o 2 /opt/app/lib

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 --create-home --home-dir /var/lib/protest-alerts --shell /usr/sbin/nologin protest-alerts \
 && chmod 0700 /var/lib/protest-alerts
COPY --from=build /opt/app /opt/app
ENV PATH=/opt/app/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2 \
    DATA_DIR=/var/lib/protest-alerts \
    WEB_ADDRESS=127.0.0.1:8090
USER 10001:10001
WORKDIR /var/lib/protest-alerts
VOLUME /var/lib/protest-alerts
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=15s --start-period=60s --retries=3 CMD ["protest-alerts", "health"]
# -OO: without docstrings, seven megabytes less; `protest-alerts …` beside it says its help
ENTRYPOINT ["python", "-OO", "/opt/app/bin/protest-alerts"]
CMD ["run"]
