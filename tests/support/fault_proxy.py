#!/usr/bin/env python3
"""Stands in front of an object store and lets requests go wrong.

    fault_proxy.py UPSTREAM [--seed N] [--control FILE] [--log FILE] [--tls CERTIFICATE-AND-KEY]

prints its address, and works until it is ended. It changes nothing in requests, so signatures stay valid. FILE says
what goes wrong, and is read before each request, so that a test can change it: lines "KIND RATE", such as "reset 0.1";
KIND is one of those in FAULTS, or "all". Each fault is a line in the log.
"""
import argparse
import datetime
import email.utils
import http.client
import random
import socket
import socketserver
import ssl
import struct
import threading
import time
import urllib.parse

XML = "<?xml version='1.0'?><Error><Code>%s</Code><Message>a fault that was asked for</Message></Error>"


class Lost(Exception):
    """The connection is reset."""


def answer(status, code, headers=()):
    body = (XML % code).encode()
    return status, [("Content-Type", "application/xml"), *headers], body


class Faults:
    """Each gets the request, and gives its answer; forward() asks the store."""

    @staticmethod
    def internal(_request, _forward):
        return answer(500, "InternalError")

    @staticmethod
    def slow_down(_request, _forward):
        return answer(503, "SlowDown")

    @staticmethod
    def too_many(_request, _forward):
        return answer(429, "TooManyRequests")

    @staticmethod
    def reset(_request, _forward):
        raise Lost

    @staticmethod
    def lost_answer(_request, forward):
        forward()
        raise Lost

    @staticmethod
    def late_internal(_request, forward):
        forward()
        return answer(500, "InternalError")

    @staticmethod
    def cut_answer(_request, forward):
        status, headers, body = forward()
        return status, [*headers, ("X-Cut", "1")], body

    @staticmethod
    def drip(_request, forward):
        time.sleep(0.5)
        return forward()

    @staticmethod
    def skewed(_request, _forward):
        return answer(403, "RequestTimeTooSkewed")

    @staticmethod
    def good_with_error(request, forward):
        is_complete = request.method == "POST" and "uploadId=" in request.path
        return answer(200, "InternalError") if is_complete else forward()

    @staticmethod
    def expired(_request, _forward):
        return answer(400, "ExpiredToken")

    @staticmethod
    def denied(_request, _forward):
        return answer(403, "AccessDenied")

    @staticmethod
    def wrong_etag(request, forward):
        status, headers, body = forward()
        if "partNumber=" in request.path:
            headers = [(n, '"00000000000000000000000000000000"' if n.lower() == "etag" else v) for n, v in headers]
        return status, headers, body

    @staticmethod
    def no_delete(request, forward):
        is_delete = (request.method == "DELETE" and "uploadId=" not in request.path) or "?delete" in request.path
        return answer(403, "AccessDenied") if is_delete else forward()

    @staticmethod
    def page(_request, _forward):
        return 200, [("Content-Type", "text/html")], b"<html><body>Please log in<br></body></html>"


FAULTS = {name: value.__func__ for name, value in vars(Faults).items() if isinstance(value, staticmethod)}


class Request:
    def __init__(self, method, path, headers, body):
        self.method, self.path, self.headers, self.body = method, path, headers, body


class Proxy(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        try:
            while self.one():
                pass
        except (Lost, OSError, http.client.HTTPException):
            # A reset, and no orderly end.
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def one(self):
        line = self.rfile.readline(65536).decode("latin-1")
        if not line.strip():
            return False
        method, path, _ = line.split(" ", 2)
        headers = http.client.parse_headers(self.rfile)
        length = int(headers.get("Content-Length", "0"))
        kind = self.server.choose()
        if kind == "reset" and length > 1:
            self.rfile.read(length // 2)
            self.server.note(kind, method, path)
            raise Lost
        request = Request(method, path, headers, self.rfile.read(length))
        if kind:
            self.server.note(kind, method, path)
        forward = lambda: self.forward(request)
        status, fields, body = FAULTS[kind](request, forward) if kind else forward()
        self.send(method, status, fields, body)
        return True

    def forward(self, request):
        upstream = http.client.HTTPConnection(self.server.upstream, timeout=60)
        upstream.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers.items():
            upstream.putheader(name, value)
        upstream.endheaders(request.body)
        got = upstream.getresponse()
        body = got.read()
        skipped = ("transfer-encoding", "connection", "content-length", "keep-alive")
        fields = [(n, v) for n, v in got.getheaders() if n.lower() not in skipped]
        if request.method == "HEAD":
            fields.append(("Content-Length", got.getheader("Content-Length", "0")))
        upstream.close()
        return got.status, fields, body

    def send(self, method, status, fields, body):
        is_cut = any(name == "X-Cut" for name, _ in fields)
        names = {name.lower() for name, _ in fields}
        head = [f"HTTP/1.1 {status} {http.client.responses.get(status, 'Other')}"]
        head += [f"{name}: {value}" for name, value in fields]
        if "content-length" not in names:
            head.append(f"Content-Length: {len(body)}")
        if "date" not in names:
            head.append("Date: " + email.utils.format_datetime(datetime.datetime.now(datetime.timezone.utc), True))
        self.wfile.write("\r\n".join(head).encode("latin-1") + b"\r\n\r\n")
        if is_cut:
            self.wfile.write(body[: len(body) // 2])
            raise Lost
        if method != "HEAD":
            self.wfile.write(body)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, arguments):
        super().__init__(("127.0.0.1", 0), Proxy)
        self.upstream = urllib.parse.urlsplit(arguments.upstream).netloc
        self.arguments = arguments
        self.random = random.Random(arguments.seed)
        self.mutex = threading.Lock()
        self.tls = None
        if arguments.tls:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(arguments.tls)

    # The handshake is for the connection's own thread, not for the one that accepts.
    def finish_request(self, request, client_address):
        if self.tls:
            try:
                request = self.tls.wrap_socket(request, server_side=True)
            except OSError:
                return
        super().finish_request(request, client_address)
        if self.tls:
            request.close()

    def rates(self):
        if not self.arguments.control:
            return []
        try:
            with open(self.arguments.control, encoding="ascii") as control:
                lines = [line.split() for line in control if line.strip()]
        except FileNotFoundError:
            return []
        found = []
        for kind, rate in lines:
            kinds = list(FAULTS) if kind == "all" else [kind]
            found += [(one, float(rate) / len(kinds)) for one in kinds]
        return found

    def choose(self):
        with self.mutex:
            at = self.random.random()
            for kind, rate in self.rates():
                if at < rate:
                    return kind
                at -= rate
        return None

    def note(self, kind, method, path):
        if self.arguments.log:
            with self.mutex, open(self.arguments.log, "a", encoding="utf-8") as log:
                log.write(f"{kind} {method} {path}\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("upstream")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control")
    parser.add_argument("--log")
    parser.add_argument("--tls")
    with Server(parser.parse_args()) as server:
        print("%s://127.0.0.1:%d" % ("https" if server.tls else "http", server.server_address[1]), flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
