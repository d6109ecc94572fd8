# Footnote as an image: what runs it and nothing else, no secret, and a user that may write only
# /data. compose.yaml runs it; without compose:
#
#     docker build -t footnote .
#     docker run -d --init --env-file .env -e FOOTNOTE_DATA_DIR=/data -v footnote-data:/data footnote

FROM python:3.12-slim AS built

WORKDIR /src
ENV PATH=/opt/footnote/.venv/bin:$PATH \
    ORT_DISABLE_TELEMETRY=1
RUN python -m venv /opt/footnote/.venv

# The libraries first: they change seldom, and then this layer need not be made again.
COPY requirements.lock ./
RUN python -m pip install --no-cache-dir --disable-pip-version-check --no-compile \
        --require-hashes -r requirements.lock

COPY pyproject.toml README.md LICENSE NOTICE ./
COPY bot bot
COPY index index
COPY prompts prompts
RUN python -m pip install --no-cache-dir --disable-pip-version-check --no-compile \
        --no-deps --no-build-isolation .

# The user of the image may not write byte code, so what is imported leaves it here, and modules
# that never are cost no disk. It shows besides that the image has all that answering needs. In a
# folder of its own, lest the sources in /src are imported instead of what is installed.
WORKDIR /
RUN footnote demo && python -c "import bot.discord.client" && footnote healthy --help


FROM python:3.12-slim

# The numbers stand for whoever binds a folder of the host to /data and must give it to them.
RUN groupadd --gid 10001 footnote \
    && useradd --uid 10001 --gid footnote --home-dir /data --no-create-home \
        --shell /usr/sbin/nologin footnote \
    && install -d -o footnote -g footnote -m 700 /data

COPY --from=built /opt/footnote /opt/footnote

# ONNX Runtime would report its use to its maker.
ENV PATH=/opt/footnote/.venv/bin:$PATH \
    FOOTNOTE_DATA_DIR=/data \
    ORT_DISABLE_TELEMETRY=1

USER 10001:10001
WORKDIR /data
VOLUME /data

# Footnote counts a bot as healthy for 90 seconds after its last sign of life, so one failure is
# already a lasting one; the second is for a machine that is too busy to ask.
HEALTHCHECK --interval=60s --timeout=20s --start-period=90s --retries=2 \
    CMD ["footnote", "healthy"]

ENTRYPOINT ["footnote"]
CMD ["run"]
