"""
A client in another language, written from docs/live-protocol.md alone; LP, LM and R numbers are that page's rules. It draws a
house, breaks three rules to show how that is told, draws up to a limit of one credit, is paused, lifts the limit, and ends
with the picture of its last line. Where it is paused because there are no credits, it opens the door of free drawing and goes
on: TURNSTILE=on npm start shows it. It keeps no strokes (section 6) and comes back after a lost socket (LP27).

    pip install websockets
    python examples/draw.py [http://localhost:8787]      # while `npm start` runs; LLAMASKETCH_KEY: an API key instead of a cookie,
                                                         # LLAMASKETCH_TURNSTILE: a token instead of one for a local server
"""
import contextlib, json, os, random, struct, sys, time, urllib.error, urllib.parse, urllib.request, zlib
from websockets.sync.client import connect
from websockets.exceptions import ConnectionClosed

BASE = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8787"
KEY = os.environ.get("LLAMASKETCH_KEY")
SIDE = 256
HOUSE = [((40, 216), (216, 216)), ((60, 216), (60, 120)), ((60, 120), (128, 60)), ((128, 60), (196, 120)),
         ((196, 120), (196, 216)), ((112, 216), (112, 160)), ((112, 160), (144, 160)), ((144, 160), (144, 216))]
SUN = [((200, 40), (220, 40)), ((220, 40), (220, 60)), ((220, 60), (200, 60)), ((200, 60), (200, 40))]

class Paper:
    """A grey canvas that knows how to be a PNG."""

    def __init__(self):
        self.grey = bytearray(b"\xff" * (SIDE * SIDE))

    def line(self, start, end):
        for step in range(129):
            x, y = (round(a + (b - a) * step / 128) for a, b in zip(start, end))
            for at in ((y + dy) * SIDE + x for dy in (-1, 0, 1)):
                self.grey[at - 1 : at + 2] = b"\x20\x20\x20"

    def png(self):
        chunk = lambda name, data: struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        rows = b"".join(b"\0" + bytes(self.grey[y * SIDE : (y + 1) * SIDE]) for y in range(SIDE))
        head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")

class Client:
    def __init__(self):
        self.headers, self.cookies = {"authorization": f"Bearer {KEY}"} if KEY else {}, {}
        self.id = "".join(random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=16))  # LP3
        self.paper, self.version, self.rests = Paper(), 0, False
        self.open_socket = contextlib.ExitStack()
        self.epoch, self.generation, self.want = 0, 0, None
        self.sent, self.sent_quality, self.sent_at, self.lost, self.said_at = 0, 0, 0.0, False, 0.0
        self.sharp, self.shown, self.status, self.meter, self.refused = False, (0, 0, 0), {}, {}, []
        self.settings = {"prompt": "a house at dusk, watercolour", "strength": 0.6, "seed": 7}

    def post(self, path, body=None):
        headers = self.headers | ({"content-type": "application/json"} if body else {})
        request = urllib.request.Request(BASE + path, json.dumps(body).encode() if body else b"", headers, method="POST")
        with urllib.request.urlopen(request) as answer:
            self.cookies |= dict(each.split(";")[0].split("=", 1) for each in answer.headers.get_all("set-cookie", []))
            self.headers["cookie"] = "; ".join(map("=".join, self.cookies.items()))  # section 1
            return json.load(answer)

    def open(self, sketch):
        ticket = self.post(f"/api/sketches/{sketch}/tickets")  # LP1: one for every socket
        url = BASE.replace("http", "ws", 1) + f"{ticket['path']}?ticket={ticket['ticket']}"
        self.open_socket.close()
        self.socket = self.open_socket.enter_context(connect(url, max_size=8 * 2**20))
        self.want, self.status, self.pinged, self.heard = None, {}, time.monotonic(), time.monotonic()
        self.say(type="hello", protocol=1, clientId=self.id, pen="free", can=["credits"])  # LP3, LP36

    def more_credits(self):
        """LP45, section 1: shows that a person is here, which the next ticket knows. Else, LP49: they may come by themselves."""
        if KEY or "ls_free" in self.cookies:
            time.sleep(2)
            return self.say(type="topUp")
        local = f"pass:free:{urllib.parse.urlparse(BASE).hostname}:{self.id}"
        self.post("/api/free", {"token": os.environ.get("LLAMASKETCH_TURNSTILE", local)})
        print("the door of free drawing is open")
        self.open(self.sketch)

    def say(self, **message):
        self.socket.send(json.dumps(message))

    def ink(self, *line):
        self.paper.line(*line)
        self.version += 1  # section 5: with every change of the canvas
        self.rests = False

    def frame(self, **wrong):
        """Binary, section 3; `wrong` is put into the header to be refused."""
        at = {"format": 3, "epoch": self.epoch, "version": self.version, "quality": 1 + self.sharper, "settings": 1} | wrong
        self.socket.send(struct.pack(">BBBBIQIHHBBHI", 0x4C, 1, 1, at["format"], at["epoch"], 0, at["version"], SIDE, SIDE,
                                     at["quality"], int(self.rests), 0, at["settings"]) + self.paper.png())

    # LP21: the hand rests, and what is shown is a draft of this very canvas.
    sharper = property(lambda self: self.rests and self.shown[2] == self.version and not self.sharp)

    def turn(self):
        """LP13 to LP15: answers a want when something is owed, or else says that it is."""
        now = time.monotonic()
        if now - self.pinged > 2:
            if self.heard < self.pinged - 2.5:
                raise ConnectionClosed(None, None)  # LP27: no pong
            self.socket.send("ping")
            self.pinged = now
        is_owed = self.version > self.shown[2] or self.sharper
        if not self.epoch or self.status.get("state") == "paused" or not is_owed:
            return  # LP46: while paused nothing is said
        want, quality = self.want, 1 + self.sharper
        gone = self.lost or (self.sharper and now - self.sent_at > 1) or (want and self.sent and not self.sharper and (
            want["done"] >= self.sent or (want["have"] < self.sent and now - self.sent_at > 1)))
        if want and ((self.version, quality) > (self.sent, self.sent_quality) or gone):
            self.frame()
            self.sent, self.sent_quality, self.sent_at = self.version, quality, now
            self.want, self.lost, self.said_at = None, False, 0.0
        elif now - self.said_at > 1:
            self.say(type="changed", version=self.version, refine=self.sharper)
            self.said_at = now

    def hear(self, message):
        self.heard = time.monotonic()
        if isinstance(message, bytes):
            _, kind, form, epoch, sequence, version = struct.unpack(">HBBIQI", message[:20])
            order = (epoch, sequence, version)
            if kind == 2 and order > self.shown and (epoch > self.shown[0] or version >= self.shown[2]):  # LP18
                self.shown, self.sharp = order, message[24] == 2
                with open(f"picture.{('', 'jpg', 'webp', 'png')[form]}", "wb") as file:
                    file.write(message[32:])
                print(f"picture of version {version}, {'sharper' if self.sharp else 'a draft'}")
            return
        said = {"type": "pong"} if message == "pong" else json.loads(message)
        kind = said["type"]
        self.meter = said if kind == "meter" else self.meter
        if kind == "welcome" and said["generation"] > self.generation:  # LP19: it lost its memory
            self.generation, self.lost = said["generation"], self.sent > 0
        elif kind == "pen" and said["holder"] == "you":
            if said["epoch"] != self.epoch:
                self.epoch, self.want, self.sent, self.shown = said["epoch"], None, 0, (said["epoch"], 0, 0)
            self.say(type="settings", settingsVersion=1, settings=self.settings)  # LP11
        elif kind == "pen":
            self.epoch = 0
        elif kind == "want":
            self.want = said
        elif kind == "drop" and "variation" not in said:
            self.lost |= said["version"] == self.sent  # LP16
        elif kind == "status":
            self.status = said["status"]
            self.said_at = 0.0  # LP46: `changed` at once after a pause
            print("status", json.dumps(self.status))
        elif kind == "refused":
            self.refused.append(said["rule"])
            print(f"refused, {said['rule']} {said['code']}: {said['message']}", said.get("fields", ""))

    def until(self, what, done, seconds=60):
        """Lives on until it is so."""
        end = time.monotonic() + seconds
        while not done():
            if time.monotonic() > end:
                raise SystemExit(f"{what} did not come: {self.status} {self.meter}")
            try:
                if self.status.get("reason") == "no_credits":
                    self.more_credits()
                self.turn()
                self.hear(self.socket.recv(timeout=0.05))
            except TimeoutError:
                pass
            except ConnectionClosed:
                print("the socket was lost; coming back")
                time.sleep(0.25 + random.random() * 0.25)
                self.open(self.sketch)

    def draw(self, lines):
        for line in lines:
            self.ink(*line)
            self.until("a moment", lambda at=time.monotonic(): time.monotonic() > at + 0.05)
        self.rests = True  # LP20, LP21: the hand rests; the sharper picture of this canvas is kept
        self.until("the picture", lambda: self.shown[2] == self.version and self.sharp)

    def run(self):
        self.sketch = self.post("/api/sketches", {"settings": self.settings})["id"]
        self.open(self.sketch)
        self.until("the pen", lambda: self.epoch > 0)
        self.draw(HOUSE)
        self.frame(epoch=self.epoch + 9)  # R4
        self.frame(format=9)  # R21
        self.say(type="settings", settingsVersion=2, settings=self.settings | {"seed": 2**40})  # R20
        self.until("three refusals", lambda: {"R4", "R20", "R21"} <= set(self.refused))
        self.until("a credit spent", lambda: self.meter.get("spentCredits", 0) >= 1)
        self.say(type="stopAt", credits=self.meter["spentCredits"])  # LP48
        self.until("the window's end", lambda: self.meter["windowEndsInMs"] is None)
        self.ink(*SUN[0])  # LM10: what cannot be paid is told when it is drawn
        self.until("the pause", lambda: self.status.get("state") == "paused")
        self.say(type="stopAt", credits=None)
        self.until("its end", lambda: self.status.get("state") != "paused")
        self.draw(SUN[1:])
        print(f"drawn; {self.meter['spentCredits']} credits, refused by {', '.join(self.refused)}")


try:
    Client().run()
except urllib.error.HTTPError as error:
    raise SystemExit(f"{error.url} answered {error.code}: {error.read().decode()}") from None
except urllib.error.URLError as error:
    raise SystemExit(f"{BASE} does not answer ({error.reason}); npm start runs it") from None
