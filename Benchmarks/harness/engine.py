"""A process that answers one JSON object a line: our own `measure`, or a peer."""

import json
import os
import subprocess


class Engine:
    def __init__(self, command, threads):
        # Only these variables hold all peers to the same count of threads.
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        environment = dict(os.environ, **{name: str(threads) for name in names})
        self.threads = threads
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        description = self.ask("describe")
        self.name = description["name"]
        self.version = description.get("version")
        self.blas = description.get("blas")

    def ask(self, operation, **fields):
        self.process.stdin.write(json.dumps({"operation": operation, **fields}) + "\n")
        self.process.stdin.flush()
        # Whatever else a library prints is passed over.
        for line in self.process.stdout:
            if line.startswith("{"):
                answer = json.loads(line)
                if answer.get("error"):
                    raise RuntimeError(f"{operation}: {answer['error']}")
                return answer
        raise RuntimeError(f"{operation}: the process ended with code {self.process.wait()}")

    def close(self):
        self.process.stdin.close()
        self.process.wait()
