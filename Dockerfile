# One image for web, worker, beat and migrations; docker-compose.yml says which is which.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PRODUCTION=true

WORKDIR /app
COPY requirements.lock .
RUN pip install --require-hashes -r requirements.lock

COPY . .
# Settings want to know where everything is; collecting static files asks none of it.
RUN SECRET_KEY=for-collecting-static-files-only-0123456789-abcdefghijklmnop DATABASE_URL=postgresql://none/none \
    REDIS_URL=redis://none SITE_URL=http://none EMAIL_URL=dummymail:// \
    python manage.py collectstatic --noinput \
 && useradd --system --uid 10001 --no-create-home cerego \
 && install --directory --owner=cerego /data/media

USER cerego
ENV MEDIA_ROOT=/data/media
VOLUME /data/media
EXPOSE 8000
CMD ["gunicorn", "cerego.wsgi"]
