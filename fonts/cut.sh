#!/bin/sh
# Makes every font file and licence in this folder anew from Debian's packages, prints their sha256 sums and compares them with SHA256SUMS.
#
#   cut.sh [OUT]    OUT: where to put them (default: this folder)
#
# Needs apt-get and dpkg-deb with a package index that has the versions below (Debian 12), and Python 3.10 or later with pip.
# DEBS=FOLDER takes the .deb files from a folder instead (and keeps there what it has to download).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "${1:-$here}"
out=$(cd "${1:-$here}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "${DEBS:-$work/debs}"
debs=$(cd "${DEBS:-$work/debs}" && pwd)

# sha256 of the .deb, package, version
while read -r sum package version; do
    deb=$debs/${package}_$(echo "$version" | sed 's/:/%3a/')_all.deb
    [ -f "$deb" ] || (cd "$debs" && apt-get download -q "$package=$version" >&2)
    echo "$sum  $deb" | sha256sum --check --status || { echo "cut.sh: $deb is not the package this script was written for" >&2; exit 1; }
    dpkg-deb -x "$deb" "$work/root"
done <<'END'
4a2515eb6db3978b897fef9709ed0d2b1f4c6c4df4d83d6c4ef65f71f1b1f502 fonts-noto-cjk 1:20220127+repack1-1
9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0 texlive-lang-chinese 2022.20230122-1
5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc unicode-data 15.0.0-1
END

# The pure Python wheel, the same on every machine.
cat >"$work/requirements.txt" <<'END'
fonttools==4.68.0 --hash=sha256:d76f8fdcb6936f5e1045a0c9dd721a4bf11112e60d1e243bfa1d39f06a8b3104
END
python3 -m pip install --quiet --target "$work/lib" --no-deps --only-binary=:all: --platform any --require-hashes \
    -r "$work/requirements.txt" >&2

PYTHONPATH=$work/lib PYTHONDONTWRITEBYTECODE=1 python3 "$here/cut.py" "$work/root" "$out"

cd "$out"
sha256sum -- */*
sha256sum --check --quiet "$here/SHA256SUMS" >&2
