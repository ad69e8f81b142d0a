# shellcheck shell=sh
#
# Finds the Java that runs Waymark, on machines whose default `java` is older. `waymark` and `mvnw` source this file
# and call
#
#     find_java jdk       a JDK: it has bin/javac too, which a build needs
#     find_java jre       a JDK or a JRE: enough to run a distribution
#
# It sets `java_home` and returns 0, or explains itself on standard error and returns 1. Versions come from the
# `release` file that every JDK carries; a JVM is started only to ask a Java that has none.
#
# WAYMARK_JAVA_HOME decides alone when it is set. Otherwise the first place in the order of find_java wins, and within
# one place the lowest version that is new enough: it is the nearest to what Waymark is tested with.
#
# WAYMARK_JDK_ROOT is put before the absolute places to look in. It exists for the tests.

java_minimum=25

# The major version in "25.0.1", "26-ea" or "1.8.0_292": printed as 25, 26 and 8, or nothing.
java_major() {
  java_digits=${1%%[!0-9]*}
  if [ "$java_digits" = 1 ]; then
    java_digits=${1#1.}
    java_digits=${java_digits%%[!0-9]*}
  fi
  printf '%s' "$java_digits"
}

# Sets java_version to the version of the Java in directory $1, empty when it cannot be told.
java_read_version() {
  java_version=
  if [ -r "$1/release" ]; then
    while IFS= read -r java_line || [ -n "$java_line" ]; do
      case $java_line in
        JAVA_VERSION=*)
          java_version=${java_line#JAVA_VERSION=}
          java_version=${java_version#\"}
          java_version=${java_version%%\"*}
          ;;
      esac
    done <"$1/release"
  fi
  if [ -z "$java_version" ]; then
    # The first line with a version: JAVA_TOOL_OPTIONS makes the JVM print one of its own before it.
    java_version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1) || java_version=
  fi
}

# Looks at each directory and keeps the lowest suitable Java in java_home. Remembers the unsuitable for the message.
# Returns 1 when none is suitable.
java_nearest() {
  java_home=
  java_home_major=
  for java_place; do
    for java_dir in "$java_place" "$java_place/Contents/Home" \
      "$java_place/libexec/openjdk.jdk/Contents/Home" "$java_place/libexec"; do
      if [ ! -x "$java_dir/bin/java" ] || [ -d "$java_dir/bin/java" ]; then
        continue
      fi
      java_dir=$(CDPATH='' cd -P -- "$java_dir" && pwd -P) || continue
      case "$java_seen" in
        *"|$java_dir|"*) continue 2 ;;
      esac
      java_seen="$java_seen|$java_dir|"
      java_read_version "$java_dir"
      java_found=$(java_major "$java_version")
      if [ -z "$java_found" ]; then
        java_rejected="$java_rejected
  found a Java at $java_dir that does not tell its version"
      elif [ "$java_found" -lt "$java_minimum" ]; then
        java_rejected="$java_rejected
  found Java $java_found at $java_dir"
      elif [ "$java_kind" = jdk ] && [ ! -x "$java_dir/bin/javac" ]; then
        java_rejected="$java_rejected
  found Java $java_found at $java_dir, without a compiler (a JRE)"
      elif [ -z "$java_home" ] || [ "$java_found" -lt "$java_home_major" ]; then
        java_home=$java_dir
        java_home_major=$java_found
      fi
      continue 2
    done
  done
  [ -n "$java_home" ]
}

# The home of the `java` on the PATH, printed. A shim of a version manager lies in no home, so it is asked.
java_home_on_path() {
  java_command=$(command -v java) || return 0
  case $java_command in
    /*) ;;
    *) return 0 ;;
  esac
  # macOS ships a stub here that only finds what /usr/libexec/java_home finds.
  if [ "$java_command" = /usr/bin/java ] && [ -x /usr/libexec/java_home ]; then
    return 0
  fi
  java_file=$java_command
  while [ -L "$java_file" ]; do
    java_link=$(readlink "$java_file") || break
    case $java_link in
      /*) java_file=$java_link ;;
      *) java_file=${java_file%/*}/$java_link ;;
    esac
  done
  java_dir=${java_file%/bin/*}
  if [ -r "$java_dir/release" ]; then
    printf '%s' "$java_dir"
  else
    "$java_command" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p' | head -n 1
  fi
}

# Homes in variables such as JDK_25_HOME or GitHub's JAVA_HOME_25_X64, one a line.
java_homes_in_environment() {
  env | sed -n \
    -e 's/^JAVA_HOME_[2-9][0-9][A-Za-z0-9_]*=\(\/.*\)/\1/p' \
    -e 's/^JAVA_[2-9][0-9]_HOME=\(\/.*\)/\1/p' \
    -e 's/^JAVA[2-9][0-9]_HOME=\(\/.*\)/\1/p' \
    -e 's/^JDK_HOME_[2-9][0-9]=\(\/.*\)/\1/p' \
    -e 's/^JDK_[2-9][0-9]_HOME=\(\/.*\)/\1/p' \
    -e 's/^JDK[2-9][0-9]_HOME=\(\/.*\)/\1/p'
}

java_in_environment() {
  java_homes=$(java_homes_in_environment)
  [ -n "$java_homes" ] || return 1
  java_ifs=${IFS-}
  IFS='
'
  # One argument a line, and no file name expansion: the lines are paths already.
  set -f
  # shellcheck disable=SC2086
  set -- $java_homes
  set +f
  IFS=$java_ifs
  java_nearest "$@"
}

java_by_macos() {
  [ -x /usr/libexec/java_home ] || return 1
  java_found_home=$(/usr/libexec/java_home -v "$java_minimum+" 2>/dev/null) || return 1
  java_nearest "$java_found_home"
}

java_in_usual_places() {
  java_root=${WAYMARK_JDK_ROOT-}
  java_user=${HOME:-/nonexistent}
  java_nearest "$java_root"/usr/lib/jvm/* "$java_root"/usr/lib64/jvm/* "$java_root"/usr/java/* ||
    java_nearest "$java_root"/opt/*jdk* "$java_root"/opt/*java* "$java_root"/opt/java/* "$java_root"/usr/local/*jdk* ||
    java_nearest "$java_root"/Library/Java/JavaVirtualMachines/* "$java_user"/Library/Java/JavaVirtualMachines/* ||
    java_nearest "$java_root"/opt/homebrew/opt/openjdk* "$java_root"/usr/local/opt/openjdk* \
      "$java_root"/home/linuxbrew/.linuxbrew/opt/openjdk* ||
    java_nearest "${SDKMAN_CANDIDATES_DIR:-$java_user/.sdkman/candidates}"/java/* ||
    java_nearest "$java_user"/.jdks/* "$java_user"/.gradle/jdks/* "$java_user"/.gradle/jdks/*/* ||
    java_nearest "${ASDF_DATA_DIR:-$java_user/.asdf}"/installs/java/* ||
    java_nearest "${MISE_DATA_DIR:-$java_user/.local/share/mise}"/installs/java/*
}

find_java() {
  java_kind=$1
  java_seen=
  java_rejected=
  if [ -n "${WAYMARK_JAVA_HOME-}" ]; then
    java_nearest "$WAYMARK_JAVA_HOME" && return 0
    {
      echo "WAYMARK_JAVA_HOME is $WAYMARK_JAVA_HOME, but no JDK $java_minimum or newer is there:"
      echo "${java_rejected:-
  found no bin/java there}" | sed 1d
    } >&2
    return 1
  fi
  if [ -n "${JAVA_HOME-}" ]; then
    java_nearest "$JAVA_HOME" && return 0
  fi
  java_on_path=$(java_home_on_path) || java_on_path=
  if [ -n "$java_on_path" ]; then
    java_nearest "$java_on_path" && return 0
  fi
  java_in_environment && return 0
  java_by_macos && return 0
  java_in_usual_places && return 0
  java_explain
  return 1
}

java_explain() {
  {
    if [ "$java_kind" = jdk ]; then
      echo "Waymark needs a JDK $java_minimum or newer (with javac), and none was found."
    else
      echo "Waymark needs Java $java_minimum or newer, and none was found."
    fi
    echo "Looked at WAYMARK_JAVA_HOME, JAVA_HOME, java on the PATH, and where JDKs are usually installed:"
    echo "${java_rejected:-
  found no Java at all}" | sed 1d
    echo "Install one:"
    echo "  Debian, Ubuntu   sudo apt-get install openjdk-25-jdk-headless   (where the release has it)"
    echo "  Fedora           sudo dnf install java-25-openjdk-devel"
    echo "  macOS            brew install openjdk@25"
    echo "  anywhere         unpack a JDK 25 from https://adoptium.net"
    echo "or say where it is: WAYMARK_JAVA_HOME=/path/to/jdk-25"
  } >&2
}
