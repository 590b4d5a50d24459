"""A stock Open311 client lists and reads the matters of a running server, unmodified.

The client is `georeport` from the Python registry. The older `three` and `open311` were written for Python 2 and cannot be
imported by any Python that is still maintained.

    DAIBIAO_BASE_URL=http://127.0.0.1:8080 python tests/interop/open311/check.py
"""

import os
import sys
from datetime import datetime

from georeport import GeoReport
from requests import HTTPError

ROOT = os.environ["DAIBIAO_BASE_URL"] + "/api/v1/open/open311/v2"
checks = 0


def check(true, what):
    global checks
    if not true:
        sys.exit(f"not so: {what}")
    checks += 1


def listed(answer):
    """The client makes of a list of one in XML the one."""
    return answer if isinstance(answer, list) else [answer]


def walk(output_format):
    client = GeoReport(ROOT, jurisdiction="sian.example", output_format=output_format)
    services = client.get_service_list()
    check(len(services) > 1, "there are categories")
    code = services[0]["service_code"]
    check(client.get_service_definition(code)["service_code"] == code, "a category is defined")
    requests = listed(client.get_service_requests())
    check(len(requests) > 0, "there are requests")
    for request in requests:
        check(request["status"] in ("open", "closed"), "a status of the standard")
        check(datetime.fromisoformat(request["updated_datetime"]).tzinfo is not None, "a time with its offset")
    first = requests[0]
    check(client.get_service_request(first["service_request_id"]) == first, "a request read alone is that of the list")
    wanted = {request["service_request_id"] for request in requests[:3]}
    some = listed(client.get_service_requests(service_request_id=",".join(sorted(wanted))))
    check({request["service_request_id"] for request in some} == wanted, "several by their ids")
    for name in ("service_code", "status"):
        alike = listed(client.get_service_requests(**{name: first[name]}))
        check(first in alike and all(request[name] == first[name] for request in alike), f"by {name}")
    try:
        client.get_service_request("nonsense")
    except HTTPError as error:
        check(error.response.status_code == 404, "what does not exist is refused with 404")
    else:
        check(False, "what does not exist is refused")
    return [request["service_request_id"] for request in requests]


check(walk("json") == walk("xml"), "both forms tell the same")
print(f"{checks} checks passed")
