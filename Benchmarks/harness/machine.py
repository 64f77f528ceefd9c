"""What was measured on what."""

import os
import platform
import subprocess
import time


def output(*command, folder=None):
    try:
        return subprocess.run(
            command, cwd=folder, check=True, capture_output=True, text=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return output("sysctl", "-n", "machdep.cpu.brand_string") or platform.machine()


def system():
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return f"{platform.system()} {platform.mac_ver()[0] or platform.release()}"


def memory():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def describe(root, threads, ours, peers):
    commit = output("git", "rev-parse", "--short", "HEAD", folder=root)
    changed = output("git", "status", "--porcelain", "--untracked-files=no", "--", "Sources", folder=root)
    compiler = output("swift", "--version").splitlines()
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory": memory(),
        "system": system(),
        "compiler": next((line for line in compiler if "Swift version" in line), ""),
        "blas": ours.blas,
        "threads": threads,
        "commit": commit + (" with changes" if changed else ""),
        "date": time.strftime("%Y-%m-%d"),
        "load": os.getloadavg()[0],
        "peers": {peer.name: peer.version for peer in peers},
    }
