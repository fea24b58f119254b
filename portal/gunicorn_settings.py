"""Settings of gunicorn: `gunicorn -c portal/gunicorn_settings.py`, for the demo and for deployments."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
wsgi_app = "portal.wsgi:application"
worker_class = "gthread"  # keeps connections open; about twice the sync worker
workers = int(os.environ.get("WEB_CONCURRENCY") or min(os.cpu_count() or 1, 4))
threads = 4
preload_app = True  # loaded once, shared by all workers
timeout = 120  # a yearly report in every format on a slow machine
graceful_timeout = 10
loglevel = "warning"
accesslog = None  # nobody's reading is recorded; portal/log_masks.py keeps keys out where it is turned on
pidfile = os.environ.get("GUNICORN_PIDFILE")
control_socket_disable = True  # nobody steers it from outside
