#!/bin/sh
# Fetches Debian kernels into a cache, without installing anything.
#
#   scripts/kernels.sh [--refresh] [VERSION...]     default: 6.1 6.12
#   scripts/kernels.sh checkpatch                   the kernel's style checker
#
# For each VERSION the cache (.cache/kernels, or $RINGSIDE_CACHE/kernels) gets
#   VERSION/release    the kernel's release, as `uname -r` prints it
#   VERSION/vmlinuz    the kernel, for QEMU
#   VERSION/config     its configuration
#   VERSION/build      headers and kbuild: make -C kmod KDIR=.../VERSION/build
#   VERSION/modules    the few modules that the lab needs (see MODULES)
#   VERSION/packages   which packages it was made from
#   VERSION/env        the same as shell variables
# A kernel that is there already is kept; --refresh takes the newest one.
#
# Root is not needed: packages are downloaded and unpacked, never installed.
# Only apt's package lists must be there (`sudo apt-get update` once).
set -eu

# Modules for the lab VM. Where a driver is built in, there is nothing to take.
MODULES='kernel/drivers/virtio/virtio*
kernel/drivers/char/virtio_console*
kernel/drivers/net/dummy*
kernel/drivers/net/tun*
kernel/net/netlink/netlink_diag*'

here=$(cd "$(dirname "$0")/.." && pwd)
cache=${RINGSIDE_CACHE:-$here/.cache}/kernels

say() { printf '%s\n' "$*" >&2; }

die() {
	say "kernels: $*"
	exit 1
}

need() {
	missing=
	for tool; do
		command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
	done
	[ -z "$missing" ] || die "missing:$missing
This script needs Debian's tools (apt-get, apt-cache, dpkg-deb), on Debian 12
or a system made from it. Elsewhere, unpack these packages from
https://packages.debian.org/bookworm/kernel/ by hand into $cache, in the layout
that the head of this script describes:
  linux-image-amd64, linux-headers-amd64 (6.1), linux-image-6.12-amd64,
  linux-headers-6.12-amd64, and what they depend on with linux- in the name."
}

# The first real package, named $2*, that package $1 depends on.
depends() {
	apt-cache depends --important "$1" 2>/dev/null |
		awk -v p="$2" '$1 ~ /Depends:/ && index($2, p) == 1 { print $2; exit }'
}

download() {
	if [ "$(id -u)" = 0 ]; then
		# the user _apt may not write here
		apt-get -qq -o APT::Sandbox::User=root download "$@"
	else
		apt-get -qq download "$@"
	fi
}

fetch_kernel() {
	version=$1
	dir=$cache/$version
	if [ -e "$dir/env" ] && [ -z "$refresh" ]; then
		say "kernel $version: have $(cat "$dir/release")"
		return
	fi
	need apt-get apt-cache dpkg-deb tar
	start=$(date +%s)

	case $version in
	6.1) meta=amd64 ;; # the default of Debian 12
	*) meta=$version-amd64 ;;
	esac
	image=$(depends "linux-image-$meta" linux-image-)
	headers=$(depends "linux-headers-$meta" linux-headers-)
	[ -n "$image" ] && [ -n "$headers" ] ||
		die "apt knows no linux-image-$meta and linux-headers-$meta.
Run 'sudo apt-get update', and check that your sources have bookworm's main
(and, for 6.12, bookworm-security or bookworm-backports)."
	release=${image#linux-image-}
	[ "$release" = "${headers#linux-headers-}" ] ||
		die "image ($image) and headers ($headers) differ; run 'sudo apt-get update'"
	common=$(depends "$headers" linux-headers-)
	kbuild=$(depends "$headers" linux-kbuild-)
	compiler=$(depends "$headers" linux-compiler-)

	say "kernel $version: downloading $release (about 100 MB; unpacking it takes about 5 s)"
	work=$cache/$version.partial
	rm -rf "$work"
	mkdir -p "$work/debs" "$work/root"
	(cd "$work/debs" && download "$image" "$headers" "$common" "$kbuild" $compiler) ||
		die "apt-get could not download the packages; is the network there, are the lists new?"
	(cd "$work/debs" && ls) >"$work/packages"

	for deb in "$work"/debs/*.deb; do
		case $deb in
		*/linux-image-*) unpack_image "$deb" ;;
		*) dpkg-deb -x "$deb" "$work/root" ;;
		esac
	done
	rm -rf "$work/debs"

	# The headers' Makefile names /usr/src; everything else is relative.
	kdir=$work/root/usr/src/$headers
	printf 'include $(dir $(lastword $(MAKEFILE_LIST)))../%s/Makefile\n' "$common" >"$kdir/Makefile"

	rm -f "$work/root/lib/modules/$release/build" "$work/root/lib/modules/$release/source"

	echo "$release" >"$work/release"
	ln -s "root/boot/vmlinuz-$release" "$work/vmlinuz"
	ln -s "root/boot/config-$release" "$work/config"
	ln -s "root/usr/src/$headers" "$work/build"
	ln -s "root/lib/modules/$release" "$work/modules"
	cat >"$work/env" <<-END
		RELEASE='$release'
		VMLINUZ='$dir/vmlinuz'
		KDIR='$dir/build'
		MODULES='$dir/modules'
	END
	for part in vmlinuz config build/Makefile modules; do
		[ -e "$work/$part" ] || die "$version: the packages hold no $part"
	done
	rm -rf "$dir"
	mv "$work" "$dir"
	say "kernel $version: $release is in $dir ($(($(date +%s) - start)) s)"
}

# Of the image only the kernel and MODULES: 15 MB instead of 450.
unpack_image() {
	set -f # tar, not the shell, matches the patterns
	patterns=
	for pattern in $MODULES; do
		patterns="$patterns ./lib/modules/$release/$pattern"
	done
	# tar complains about patterns that match nothing: drivers that are built in
	dpkg-deb --fsys-tarfile "$1" | tar -x -C "$work/root" --wildcards \
		./boot "./lib/modules/$release/modules.builtin*" $patterns 2>/dev/null || true
	set +f
}

fetch_checkpatch() {
	dir=$cache/checkpatch
	if [ -e "$dir/checkpatch.pl" ]; then
		say "checkpatch: have it"
		return
	fi
	need apt-get dpkg-deb tar xz
	start=$(date +%s)
	say "checkpatch: downloading linux-source-6.1 (138 MB; takes about 20 s)"
	work=$cache/checkpatch.partial
	rm -rf "$work"
	mkdir -p "$work"
	(cd "$work" && download linux-source-6.1 && dpkg-deb -x linux-source-6.1_*.deb .)
	tar -x -C "$work" --strip-components=2 -f "$work/usr/src/linux-source-6.1.tar.xz" \
		linux-source-6.1/scripts/checkpatch.pl linux-source-6.1/scripts/spelling.txt \
		linux-source-6.1/scripts/const_structs.checkpatch
	rm -rf "$work/usr" "$work"/*.deb
	rm -rf "$dir"
	mv "$work" "$dir"
	say "checkpatch: is in $dir ($(($(date +%s) - start)) s)"
}

refresh=
[ "${1:-}" != --refresh ] || { refresh=1; shift; }
[ $# -gt 0 ] || set -- 6.1 6.12
mkdir -p "$cache"
for wanted; do
	case $wanted in
	checkpatch) fetch_checkpatch ;;
	[0-9]*.[0-9]*) fetch_kernel "$wanted" ;;
	*) die "what is '$wanted'? Say kernel versions, such as 6.1, or checkpatch" ;;
	esac
done
