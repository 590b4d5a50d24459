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


def walk(output_format):
    client = GeoReport(ROOT, jurisdiction="sian.example", output_format=output_format)
    services = client.get_service_list()
    check(len(services) > 1, "there are categories")
    code = services[0]["service_code"]
    check(client.get_service_definition(code)["service_code"] == code, "a category is defined")
    requests = client.get_service_requests()
    check(len(requests) > 1, "there are requests")
    for request in requests:
        check(request["status"] in ("open", "closed"), "a status of the standard")
        check(datetime.fromisoformat(request["updated_datetime"]).tzinfo is not None, "a time with its offset")
    first = requests[0]["service_request_id"]
    one = client.get_service_request(first)
    one = one[0] if isinstance(one, list) else one
    check(one == requests[0], "a request read alone is the request of the list")
    some = client.get_service_requests(service_request_id=f"{first},{requests[1]['service_request_id']}")
    check({request["service_request_id"] for request in some} == {first, requests[1]["service_request_id"]}, "several")
    of_one_code = client.get_service_requests(service_code=requests[0]["service_code"])
    check(all(request["service_code"] == requests[0]["service_code"] for request in of_one_code), "by category")
    closed = client.get_service_requests(status="closed")
    check(isinstance(closed, dict) or all(request["status"] == "closed" for request in closed), "by status")
    try:
        client.get_service_request("nonsense")
        check(False, "what does not exist is refused")
    except HTTPError as error:
        check(error.response.status_code == 404, "with 404")
    return [request["service_request_id"] for request in requests]


check(walk("json") == walk("xml"), "both forms tell the same")
print(f"{checks} checks passed")
