"""An API whose tokens come from Django OAuth Toolkit: POST /o/token/, GET /api/me, GET /api/apps/me, GET /api/items.

The credentials come in environment variables, see ../server.rs. The database is a file in the working directory.
Prints its address. Ends with its standard input.
"""

import os
import secrets
import sys
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.urls import include, path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "database.sqlite3"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "oauth2_provider"],
    # Tells the views which application a token belongs to.
    MIDDLEWARE=["oauth2_provider.middleware.OAuth2ExtraTokenMiddleware"],
    # A good one takes a second for each secret, and these live for a minute.
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=secrets.token_urlsafe(),
    USE_TZ=True,
)
django.setup()

# These need the settings.
from django.contrib.auth import get_user_model  # noqa: E402
from oauth2_provider.decorators import protected_resource  # noqa: E402
from oauth2_provider.models import get_application_model  # noqa: E402


@protected_resource()
def me(request):
    user = request.resource_owner
    application = request.access_token.application
    return JsonResponse({"username": user.username} if user else {"application": application.client_id})


@protected_resource()
def items(request):
    return JsonResponse({"items": []})


urlpatterns = [
    path("o/", include("oauth2_provider.urls")),
    path("api/me", me),
    path("api/apps/me", me),
    path("api/items", items),
]


def create_accounts():
    """The user, the application that logs the user in, and the application that stands for itself."""
    user = get_user_model().objects.create_user(os.environ["OAUTH_USERNAME"], password=os.environ["OAUTH_PASSWORD"])
    application = get_application_model()
    for name, grant in [("LOGIN", application.GRANT_PASSWORD), ("APPLICATION", application.GRANT_CLIENT_CREDENTIALS)]:
        application.objects.create(
            name=name,
            user=user,
            client_type=application.CLIENT_CONFIDENTIAL,
            authorization_grant_type=grant,
            client_id=os.environ[f"OAUTH_{name}_ID"],
            client_secret=os.environ[f"OAUTH_{name}_SECRET"],
        )


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def main():
    call_command("migrate", verbosity=0)
    create_accounts()
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
