"""Mail of `daibiao try-channel`, taken by aiosmtpd: what arrives, with a password and without, and what is said when it is refused."""

import email
import email.policy
import os
import socket
import subprocess

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

BINARY = os.environ["DAIBIAO_BIN"]
FROM = "代表之家 <noreply@example.gov.cn>"


class Mailbox:
    """Takes mail for everybody but nobody@example.cn."""

    def __init__(self):
        self.taken = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == "nobody@example.cn":
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, message))
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    right = (data.login, data.password) == (b"daibiao", b"a-good-password")
    return AuthResult(success=right, handled=False)


def send(url, to="wang@example.cn"):
    """What the program says, and whether it calls that a success."""
    settings = {**os.environ, "DAIBIAO_SMTP_URL": url, "DAIBIAO_SMTP_FROM": FROM}
    done = subprocess.run(
        [BINARY, "try-channel", "email", "--to", to], env=settings, capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout.strip()


def expect(got, wanted):
    if got != wanted:
        raise SystemExit(f"wanted {wanted}, got {got}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


mailbox = Mailbox()
port = free_port()
plain = Controller(mailbox, hostname="127.0.0.1", port=port)
plain.start()
expect(send(f"smtp://127.0.0.1:{port}"), (0, "taken"))
expect(send(f"smtp://127.0.0.1:{port}", to="nobody@example.cn"), (1, "never: smtp_550"))
sender, to, message = mailbox.taken[0]
expect((sender, to), ("noreply@example.gov.cn", ["wang@example.cn"]))
expect(message["subject"], "【代表之家】测试消息")
expect(message["from"], "代表之家 <noreply@example.gov.cn>")
if "收到即表示该渠道可用" not in message.get_content():
    raise SystemExit(f"the text has suffered: {message.get_content()}")
if not message["message-id"].endswith("@example.gov.cn>"):
    raise SystemExit(f"no id: {message['message-id']}")
plain.stop()
expect(send(f"smtp://127.0.0.1:{port}"), (1, "not now: connect_failed"))

port = free_port()
guarded = Controller(
    mailbox, hostname="127.0.0.1", port=port, authenticator=authenticate, auth_required=True, auth_require_tls=False
)
guarded.start()
expect(send(f"smtp://daibiao:a-good-password@127.0.0.1:{port}"), (0, "taken"))
expect(send(f"smtp://daibiao:a-bad-password@127.0.0.1:{port}"), (1, "not now: smtp_535"))
guarded.stop()
expect(len(mailbox.taken), 2)
print("taken, refused and missed as it should be")
