"""The servers that the interoperability tests meet: brokers with their usual settings, and Fairlead in front of one."""
import getpass
import pathlib
import shutil
import socket
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parent.parent
PATIENCE_SECONDS = 90

# Lets everything through, under its own name.
TOPICS = """
version: 1
routes:
  - name: everything
    channel: "{path...}"
    topic: "{path...}"
    payload: binary
    emptyLevels: true
    subscribe: {allow: [anyone], qos: 1, wildcards: [path], share: [sharename], props: ["*"]}
    publish: {allow: [anyone], qos: 1, retain: true, props: ["*"]}
"""

CONFIGURATION = """
node: interop
listeners:
  web: {{host: 127.0.0.1, port: {web}}}
  mqtt: {{host: 127.0.0.1, port: {mqtt}, mode: relay}}
broker: {{url: "mqtt://127.0.0.1:{broker}"}}
auth: {{anonymous: true}}
limits: {{publishPerSecond: 0}}
topics: topics.yaml
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process that listens on a port of this machine."""

    def __init__(self, folder, name, port, command, ready=""):
        """Starts it; returns when it listens and has said the line that it is ready by, where it says one."""
        self.port, self.ready = port, ready
        self.log = folder / f"{name}.log"
        with self.log.open("w") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out, cwd=folder)
        self.await_port()

    def await_port(self):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                if self.ready in self.log.read_text().splitlines() or not self.ready:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        self.close()
        raise SystemExit(f"interop: a server did not start: {self.log.read_text()}")

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Mosquitto(Server):
    def __init__(self, folder):
        port = free_port()
        conf = folder / "mosquitto.conf"
        conf.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\nuser {getpass.getuser()}\n")
        program = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
        super().__init__(folder, "mosquitto", port, [program, "-c", str(conf)])


class HiveMq(Server):
    def __init__(self, folder):
        port = free_port()
        product = HOME / "gateway/target/fairlead"
        command = ["java", "-Xmx512m", "-cp", f"{product}/lib/*:{product}/lib-embedded/*", str(HERE / "HiveMq.java")]
        super().__init__(folder, "hivemq", port, command + [str(port)])


class Fairlead(Server):
    def __init__(self, folder, broker):
        mqtt = free_port()
        (folder / "topics.yaml").write_text(TOPICS)
        conf = folder / "fairlead.yaml"
        conf.write_text(CONFIGURATION.format(web=free_port(), mqtt=mqtt, broker=broker))
        super().__init__(folder, "fairlead", mqtt, [str(HOME / "fairlead"), "run", "-c", str(conf)], "ready")


BROKERS = {"mosquitto": Mosquitto, "hivemq": HiveMq}
