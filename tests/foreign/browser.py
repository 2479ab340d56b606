"""Chromium without a window, driven through its debugging pipe with the standard library alone."""

import base64
import json
import os
import shutil
import subprocess
import time

NAMES = ["chromium", "chromium-browser", "google-chrome"]
PATIENCE = 60


class Browser:
    """One page of a browser of its own, with a profile that is thrown away."""

    def __init__(self, profile, width=1280, height=900):
        program = next(filter(None, map(shutil.which, NAMES)))
        to_browser, ours = os.pipe()
        self.output, from_browser = os.pipe()
        self.input = ours

        def pipes():
            # The pipe is read from 3 and written to 4.
            held = [os.dup(to_browser), os.dup(from_browser)]
            os.dup2(held[0], 3)
            os.dup2(held[1], 4)

        flags = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--remote-debugging-pipe", f"--user-data-dir={profile}",
            f"--window-size={width},{height}", "about:blank",
        ]
        self.process = subprocess.Popen(
            [program, *flags], preexec_fn=pipes, close_fds=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self.number, self.rest = 0, b""
        target = self.call("Target.createTarget", url="about:blank", session=None)
        attached = self.call(
            "Target.attachToTarget", targetId=target["targetId"], flatten=True, session=None)
        self.session = attached["sessionId"]
        self.call("Page.enable")
        self.resize(width, height)

    def call(self, method, session="own", **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session is not None:
            message["sessionId"] = self.session
        os.write(self.input, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                assert "error" not in answer, answer
                return answer["result"]

    def read(self):
        while b"\0" not in self.rest:
            piece = os.read(self.output, 1 << 20)
            assert piece, "the browser has gone"
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def open(self, address):
        self.call("Page.navigate", url=address)

    def value(self, script):
        """What a script comes to; a promise is waited for."""
        answer = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait(self, script, patience=PATIENCE):
        """Waits until a script comes to something true; gives it and the seconds it took."""
        began = time.monotonic()
        while time.monotonic() - began < patience:
            value = self.value(script)
            if value:
                return value, time.monotonic() - began
            time.sleep(0.005)
        raise AssertionError(f"{script} did not come true; the page says: "
                             + str(self.value("document.body.innerText.slice(0, 600)")))

    def resize(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)

    def key(self, text):
        for kind in ["keyDown", "keyUp"]:
            self.call("Input.dispatchKeyEvent", type=kind, key=text, text=text)

    def press(self, name, control=False):
        """A key by its name, such as Enter."""
        code = {"Enter": 13, "Escape": 27, "Tab": 9, " ": 32}[name]
        text = {"text": "\r"} if name == "Enter" and not control else {}
        for kind in ["keyDown", "keyUp"]:
            self.call("Input.dispatchKeyEvent", type=kind, key=name, windowsVirtualKeyCode=code,
                      modifiers=2 if control else 0, **(text if kind == "keyDown" else {}))

    def write(self, text):
        """Writes where the cursor is."""
        self.call("Input.insertText", text=text)

    def picture(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def close(self):
        self.process.terminate()
        self.process.wait()
