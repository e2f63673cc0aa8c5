"""The baseline of scripts/bench.sh: the finder's list as a Django page. Never part of the product."""

import json
import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.shortcuts import render
from django.urls import path

# One list for both baselines, taken from our own API, states included: nothing is worked out here that is not shown.
DATA = json.loads(Path(os.environ["BENCH_ROOMS"]).read_text())
PAGE = 20

settings.configure(
    DEBUG=False,
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
    # Outside DEBUG Django keeps compiled templates.
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [Path(__file__).parent]}],
)


def search(asked, has):
    q, who, street, opens = (asked.get(name) for name in ("q", "who", "street", "open"))
    return [
        room
        for room in DATA["rooms"]
        if (not q or q in room["name"] or q in room["venue"])
        and (not who or room["everyone"])
        and (not street or room["street"] == street)
        and (not opens or room["state"] == "open")
        and all(facility in room["has"] for facility in has)
    ]


def finder(request):
    asked, has = request.GET, request.GET.getlist("has")
    found, page = search(asked, has), int(asked.get("page", 1))
    context = {
        **{name: DATA[name] for name in ("chips", "more", "streets", "sprite")},
        "asked": asked,
        "has": has,
        "total": len(found),
        "rooms": found[(page - 1) * PAGE : page * PAGE],
        "next": page + 1 if len(found) > page * PAGE else None,
    }
    return render(request, "finder.html", context)


urlpatterns = [path("", finder)]
application = get_wsgi_application()
