# A receiver of webhooks. WEBHOOK_SECRET is the secret that was shown when the webhook was made (whsec_…).
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

webhook = Webhook(os.environ["WEBHOOK_SECRET"])
taken = set()  # Yours: a table with a unique key, written in the same transaction as the work.


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        # The bytes as they came: parsing and writing them again would change them.
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            event = webhook.verify(body, dict(self.headers))
        except WebhookVerificationError:
            return self.answer(400)
        if self.headers["webhook-id"] not in taken:
            taken.add(self.headers["webhook-id"])
            # Only note it here and answer at once; whatever takes longer than a second belongs behind a queue.
            print(event["type"], event["data"]["id"], event["data"]["seq"], flush=True)
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8090"))), Receiver)
print("listening", flush=True)
server.serve_forever()
