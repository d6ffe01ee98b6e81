"""The graph engine as a child process: started, watched, restarted, stopped, and gone when its owner is gone."""

import importlib
import logging
import subprocess
import threading
import time
from collections import deque
from pathlib import Path

from cmdb_server.child_processes import die_with_parent
from cmdb_server.graph_store.data_directory import DataDirectory, free_port
from cmdb_server.graph_store.engine import Engine, EngineMissingError, EngineSettings, EngineStartError, Launch
from cmdb_server.graph_store.store import Connection, change_password, probe

_log = logging.getLogger(__name__)
_POLL_SECONDS = 0.1
_STOP_SECONDS = 60
_LONGEST_BACK_OFF_SECONDS = 60
_MAX_RESTARTS = 5
_RESTART_WINDOW_SECONDS = 600
_RECOVERY_WORDS = ("recovery",)


def load_engine(name: str) -> Engine:
    """The engine of that name. Raises EngineMissingError for an unknown one."""
    folder = Path(__file__).parent / "engines"
    known = sorted(file.stem for file in folder.glob("[a-z]*.py"))
    if name not in known:
        raise EngineMissingError(f"there is no engine {name!r}; choose one of {', '.join(known)}")
    return importlib.import_module(f"cmdb_server.graph_store.engines.{name}").engine


class Supervisor:
    """Owns one engine process from `start` to `stop`.

    `state` is one of stopped, starting, running, restarting, failed.
    """

    def __init__(self, settings: EngineSettings) -> None:
        """Nothing is started yet."""
        self.state = "stopped"
        self._settings = settings
        self._engine = load_engine(settings.engine)
        self._directory = DataDirectory(settings.data_dir / settings.engine)
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._started = threading.Event()
        self._spawning = threading.Lock()
        self._restarts: deque[float] = deque()
        self._watcher: threading.Thread | None = None
        self._failure: EngineStartError | None = None
        self._launch: Launch | None = None
        self._connection: Connection | None = None

    def start(self) -> Connection:
        """Start the engine and wait until it answers a query.

        Raises EngineMissingError, DataDirectoryError, EngineStartError.
        """
        installation = self._engine.locate(self._settings)
        self._directory.claim()
        try:
            return self._start(installation)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the engine: ask, wait a minute, then end it."""
        self._end_process()
        self._directory.release()
        if self.state != "failed":
            self.state = "stopped"

    def _end_process(self) -> None:
        with self._spawning:
            self._stopping.set()
            process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                _log.warning("engine_killed", extra={"pid": process.pid})
                process.kill()
                process.wait()
        if self._watcher is not None and self._watcher is not threading.current_thread():
            self._watcher.join(_STOP_SECONDS)

    @property
    def pid(self) -> int | None:
        """The engine's process id while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def _start(self, installation: Path) -> Connection:
        version = f"{self._engine.name} {self._engine.version(installation)}"
        before = self._directory.version()
        copy = self._directory.set_aside(self._engine.data_folder) if before not in ("", version) else None
        heap = self._settings.heap_megabytes or self._engine.default_heap_megabytes
        self._launch = Launch(
            installation,
            self._directory.path.resolve(),
            free_port(),
            free_port(),
            heap,
            self._directory.password(),
            self._directory.password_file.resolve(),
            self._settings.command_timeout_milliseconds,
        )
        self._engine.prepare(self._launch)
        self._connection = connection = self._connection_of(self._launch, version)
        self.state = "starting"
        # The kernel ties the child's life to the thread that starts it, so a thread that lives on does.
        self._watcher = threading.Thread(target=self._watch, name="engine-supervisor", daemon=True)
        self._watcher.start()
        try:
            self._wait_until_ready(connection)
        except EngineStartError:
            if copy is not None:
                self._end_process()
                self._directory.restore(self._engine.data_folder)
            raise
        self._directory.set_version(version)
        self._tell_running(connection)
        return connection

    def _tell_running(self, connection: Connection) -> None:
        self._directory.write_state(
            uri=connection.uri,
            user=connection.user,
            database=connection.database,
            engine=f"{connection.engine} {connection.version}",
            pid=self.pid or 0,
        )
        self.state = "running"

    def _connection_of(self, launch: Launch, version: str) -> Connection:
        name, _, number = version.partition(" ")
        return Connection(
            f"bolt://127.0.0.1:{launch.bolt_port}",
            self._engine.user,
            launch.password,
            self._engine.database,
            name,
            number,
            self._engine.single_writer,
            self._engine.labels_classes,
        )

    def _wait_until_ready(self, connection: Connection) -> None:
        deadline = time.monotonic() + self._settings.start_timeout_seconds
        reason = "not started"
        while True:
            if self._failure is not None:
                raise self._failure
            if self._started.is_set():
                reason = self._probe(connection)
                if not reason:
                    return
            if time.monotonic() > deadline and not self._is_recovering():
                raise self._start_error(f"it did not answer in time ({reason})")
            time.sleep(_POLL_SECONDS)

    def _probe(self, connection: Connection) -> str:
        reason = probe(connection)
        if reason == "password" and self._engine.initial_password:
            change_password(connection, self._engine.initial_password)
            return probe(connection)
        return reason

    def _is_recovering(self) -> bool:
        return any(word in self._directory.log_tail().lower() for word in _RECOVERY_WORDS)

    def _watch(self) -> None:
        """Start the engine and start it again when it ends unasked; runs in a thread of its own."""
        back_off = 1.0
        while (process := self._spawn_unless_stopping()) is not None:
            began = time.monotonic()
            code = self._wait_for_end(process)
            if self._stopping.is_set() or not self._may_start_again(code):
                return
            self.state = "restarting"
            back_off = 1.0 if time.monotonic() - began > _LONGEST_BACK_OFF_SECONDS else back_off
            self._stopping.wait(back_off)
            back_off = min(back_off * 2, _LONGEST_BACK_OFF_SECONDS)

    def _spawn_unless_stopping(self) -> subprocess.Popen[bytes] | None:
        with self._spawning:
            if self._stopping.is_set():
                return None
            try:
                self._process = self._spawn()
            except OSError as error:
                self._fail(f"its program cannot be started ({error})")
                return None
        self._started.set()
        return self._process

    def _wait_for_end(self, process: subprocess.Popen[bytes]) -> int:
        """The exit code of the engine; says when a restarted one answers (the client reconnects by itself)."""
        while self.state == "restarting" and process.poll() is None and not self._stopping.wait(_POLL_SECONDS):
            if self._connection is not None and not probe(self._connection):
                self._tell_running(self._connection)
        return process.wait()

    def _may_start_again(self, code: int) -> bool:
        if self.state == "starting":
            self._fail(f"it ended with code {code}")
            return False
        _log.error("engine_ended", extra={"code": code, "log": self._directory.log_tail()[-500:]})
        if not self._may_restart():
            self._fail(f"it ended {_MAX_RESTARTS} times in {_RESTART_WINDOW_SECONDS // 60} minutes")
            return False
        return True

    def _may_restart(self) -> bool:
        now = time.monotonic()
        self._restarts.append(now)
        while self._restarts and self._restarts[0] < now - _RESTART_WINDOW_SECONDS:
            self._restarts.popleft()
        return len(self._restarts) <= _MAX_RESTARTS

    def _fail(self, reason: str) -> None:
        self._failure = self._start_error(reason)
        self.state = "failed"
        _log.critical("engine_failed", extra={"reason": reason})

    def _start_error(self, reason: str) -> EngineStartError:
        tail = self._directory.log_tail()
        hint = _hint(tail)
        message = f"the graph engine did not start: {reason}{hint}; its log is {self._directory.path / 'engine.log'}"
        return EngineStartError(f"{message}\n{tail}" if tail else message)

    def _spawn(self) -> subprocess.Popen[bytes]:
        if self._launch is None:
            raise RuntimeError("start() prepares the launch")
        log = self._directory.open_log()
        try:
            return subprocess.Popen(  # noqa: S603 - the engine's own command line
                self._engine.command(self._launch),
                cwd=self._launch.home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - one prctl call, no Python locks
            )
        finally:
            log.close()


def _hint(tail: str) -> str:
    if "No space left" in tail:
        return " (the disk is full: free some space)"
    if "OutOfMemory" in tail:
        return " (it ran out of memory: raise CMDB_ENGINE_HEAP_MB)"
    return ""
