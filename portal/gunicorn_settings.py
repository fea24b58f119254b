"""Settings of gunicorn: `gunicorn -c portal/gunicorn_settings.py`, for the demo and for deployments."""

import os

from portal.logs import GUNICORN

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
wsgi_app = "portal.wsgi:application"
worker_class = "portal.web_worker.PatientWorker"  # threads, and slow clients cost none
workers = int(os.environ.get("WEB_CONCURRENCY") or min(os.cpu_count() or 1, 4))
threads = 4
worker_connections = 400  # of each worker: with what they upload, under the usual 1,024 open files
preload_app = True  # loaded once, shared by all workers
timeout = 120  # a yearly report in every format on a slow machine
graceful_timeout = 10
keepalive = 5
http_parser = "python"  # the one portal.web_worker feeds
limit_request_line = 4_094  # a search with every filter takes about half
limit_request_fields = 60
limit_request_field_size = 8_190
# Whom we are behind is settled in portal/settings.py (BEHIND_PROXY); gunicorn believes nobody's headers.
forwarded_allow_ips = ""
loglevel = "warning"
accesslog = None  # nobody's reading is recorded; portal/log_masks.py keeps keys out where it is turned on
logconfig_dict = GUNICORN  # traces without the values in them
# Where the library setproctitle is installed, this is the command line by which the next demo knows its own.
proc_name = os.path.abspath(__file__)
pidfile = os.environ.get("GUNICORN_PIDFILE")
control_socket_disable = True  # nobody steers it from outside
