#!/bin/sh
# Runs a program as a pod does: in a root file system that nobody can write to, with one volume, as a user without rights.
# Usage: pod.sh ROOT VOLUME MOUNT_PATH HOSTS USER GROUP PROGRAM [ARGUMENT...]; its mounts are those of its namespace.
set -eu
root=$1 volume=$2 mount_path=$3 hosts=$4 user=$5 group=$6 program=$7
shift 7
mkdir -p "$root"
mount -t tmpfs tmpfs "$root"
mkdir -p "$root/usr" "$root/dev" "$root/proc" "$root/etc" "$root$mount_path"
touch "$root/etc/hosts" "$root/program"
mount --bind "$program" "$root/program"
mount --bind "$hosts" "$root/etc/hosts"
mount --bind "$volume" "$root$mount_path"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount --rbind /usr "$root/usr"
for library in /lib*; do
  if [ -L "$library" ]; then cp -P "$library" "$root$library"; else mkdir "$root$library" && mount --rbind "$library" "$root$library"; fi
done
mount -o remount,ro "$root"
exec setpriv --no-new-privs chroot --userspec="$user:$group" --groups="$group" "$root" /program "$@"
