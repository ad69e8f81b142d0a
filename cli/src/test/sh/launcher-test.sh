#!/bin/sh
#
# Tests of `waymark`, `mvnw` and .mvn/find-jdk.sh with JDKs, a Maven and a project that are fakes in a temporary folder.
# Nothing is downloaded and no JVM starts. Runs under any POSIX shell; the scripts under test run under the same one:
#
#     cli/src/test/sh/launcher-test.sh            with sh
#     SHELL_UNDER_TEST="busybox sh" cli/src/test/sh/launcher-test.sh

# Single quotes keep variables for the scripts that the tests write.
# shellcheck disable=SC2016

set -u
unset CDPATH
repository=$(cd -P -- "$(dirname -- "$0")/../../../.." && pwd -P)
shell=${SHELL_UNDER_TEST:-sh}
work=$(mktemp -d)
work=$(cd -P -- "$work" && pwd -P)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

passed=0
failed=0

ok() {
  passed=$((passed + 1))
  printf 'ok      %s\n' "$1"
}

not_ok() {
  failed=$((failed + 1))
  printf 'NOT OK  %s\n' "$1"
  printf '        %s\n' "$2"
  sed 's/^/        | /' "$work/out" "$work/err" 2>/dev/null
}

# ---- what the tests check: the last `launch` ----

exits_with() {
  if [ "$status" -eq "$2" ]; then ok "$1"; else not_ok "$1" "exit status $status instead of $2"; fi
}

prints() {
  if grep -qxF -e "$2" "$work/out"; then ok "$1"; else not_ok "$1" "standard output lacks the line: $2"; fi
}

says() {
  if grep -qF -e "$2" "$work/err"; then ok "$1"; else not_ok "$1" "standard error lacks: $2"; fi
}

says_not() {
  if grep -qF -e "$2" "$work/err"; then not_ok "$1" "standard error has: $2"; else ok "$1"; fi
}

builds() {
  count=0
  [ ! -f "$work/builds" ] || count=$(wc -l <"$work/builds")
  if [ "$count" -eq "$2" ]; then ok "$1"; else not_ok "$1" "$((count)) builds so far instead of $2"; fi
}

is_true() {
  name=$1
  shift
  if "$@"; then ok "$name"; else not_ok "$name" "false: $*"; fi
}

# ---- fakes ----

# A Java at $1 of version $2, which prints where it is, then its arguments, one a line. $3: jdk, jre; $4: no-release.
make_java() {
  mkdir -p "$1/bin"
  [ "${4-}" = no-release ] || printf 'IMPLEMENTOR="Fake"\nJAVA_VERSION="%s"\n' "$2" >"$1/release"
  cat >"$1/bin/java" <<EOF
#!/bin/sh
case "\$1" in
  -version) echo 'openjdk version "$2" 2025-09-16' >&2; exit 0 ;;
  -XshowSettings:properties) echo '    java.home = $1' >&2; exit 0 ;;
esac
for arg; do
  case "\$arg" in
    -XX:ArchiveClassesAtExit=*) exit 1 ;;
  esac
done
echo "java=$1 pid=\$\$"
for arg; do echo "<\$arg>"; done
EOF
  chmod +x "$1/bin/java"
  if [ "${3-jdk}" = jdk ]; then
    printf '#!/bin/sh\n' >"$1/bin/javac"
    chmod +x "$1/bin/javac"
  fi
}

# A checkout at $1 whose Maven notes each build, and does what the file `maven` in $work says.
make_checkout() {
  mkdir -p "$1/.mvn" "$1/cli/src/main/java" "$1/core/src/main/java"
  cp "$repository/waymark" "$1/waymark"
  cp "$repository/.mvn/find-jdk.sh" "$1/.mvn/find-jdk.sh"
  touch "$1/pom.xml" "$1/cli/pom.xml" "$1/core/pom.xml" "$1/cli/src/main/java/A.java" "$1/core/src/main/java/B.java"
  # The launcher starts Maven through its own first line, which names sh: the shell under test is put in for it.
  cat >"$1/mvnw" <<EOF
#!/bin/sh
echo "\$*" >>"$work/builds"
. "$work/maven"
mkdir -p "$1/cli/target/waymark/lib"
touch "$1/cli/target/waymark/lib/cli.jar"
EOF
  chmod +x "$1/mvnw"
}

maven_does() {
  printf '%s\n' "$*" >"$work/maven"
}

# Makes every file of checkout $1 old, so that what is built afterwards is newer whatever the clock's resolution.
settle() {
  find "$1" ! -path '*/target*' -exec touch -t 202501010000 {} +
}

tools=
for tool in sh env cat sed grep head tail dirname basename readlink find mkdir rmdir rm mv cp date sleep ps awk uname touch \
  mktemp tr wc busybox dash bash; do
  path=$(command -v "$tool") || continue
  mkdir -p "$work/tools"
  ln -s "$path" "$work/tools/$tool"
  tools=$work/tools
done

# Runs a script with nothing of this machine's Java in reach: launch [NAME=VALUE ...] SCRIPT [ARGUMENT ...]
launch() {
  status=0
  (
    unset JAVA_HOME WAYMARK_JAVA_HOME WAYMARK_JAVA_OPTS WAYMARK_SKIP_BUILD SDKMAN_CANDIDATES_DIR ASDF_DATA_DIR MISE_DATA_DIR
    for variable in $(env | sed -n 's/^\(J[A-Z]*_*[0-9A-Za-z_]*\)=.*/\1/p'); do
      unset "$variable"
    done
    PATH=$tools HOME=$work/home WAYMARK_JDK_ROOT=$work/root
    export PATH HOME WAYMARK_JDK_ROOT
    while :; do
      case $1 in
        *=*)
          # shellcheck disable=SC2163
          export "$1"
          shift
          ;;
        *) break ;;
      esac
    done
    # shellcheck disable=SC2086
    exec $shell "$@"
  ) >"$work/out" 2>"$work/err" || status=$?
}

mkdir -p "$work/home" "$work/root"
maven_does :
checkout="$work/a check out"
make_checkout "$checkout"
jvms=$work/root/usr/lib/jvm

# ---- no suitable Java ----

launch "$checkout/waymark" --help
exits_with "without any Java the launcher fails" 1
says "without any Java it says what is needed" "needs a JDK 25 or newer"
says "and that it found none" "found no Java at all"
says "and where to get one" "https://adoptium.net"
builds "and it builds nothing" 0

make_java "$jvms/java-17" 17.0.15
make_java "$jvms/jre-25" 25.0.1 jre
make_java "$jvms/java-8" 1.8.0_292
launch "$checkout/waymark"
exits_with "with older ones only it fails" 1
says "it names the older Java" "found Java 17 at $jvms/java-17"
says "it reads versions of the old style" "found Java 8 at $jvms/java-8"
says "a JRE cannot build" "found Java 25 at $jvms/jre-25, without a compiler"

# ---- which Java ----

make_java "$jvms/java-27" 27-ea
launch "$checkout/waymark" --version
exits_with "an early-access JDK will do" 0
is_true "and it is started" grep -q "^java=$jvms/java-27 " "$work/out"
builds "the first launch builds" 1
says "and says so" "the first build downloads"

make_java "$jvms/java-25" 25.0.3
make_java "$jvms/java-26" 26
make_java "$jvms/a-jdk-26" 26
launch "$checkout/waymark" --version
is_true "within one place the lowest suitable wins" grep -q "^java=$jvms/java-25 " "$work/out"

make_java "$work/old" 21.0.2
launch PATH="$work/old/bin:$tools" JAVA_HOME="$jvms/java-17" "$checkout/waymark" --version
is_true "an older java on the PATH and in JAVA_HOME is passed over" grep -q "^java=$jvms/java-25 " "$work/out"

make_java "$work/on path" 26.0.1
mkdir -p "$work/bin" "$work/alternatives"
ln -s "../alternatives/java" "$work/bin/java"
ln -s "$work/on path/bin/java" "$work/alternatives/java"
launch PATH="$work/bin:$tools" "$checkout/waymark" --version
is_true "java on the PATH is followed through its links" grep -q "^java=$work/on path " "$work/out"

make_java "$work/home/.sdkman/candidates/java/25.0.1-tem" 25.0.1 jdk no-release
mkdir -p "$work/shims"
printf '#!/bin/sh\nexec "%s" "$@"\n' "$work/home/.sdkman/candidates/java/25.0.1-tem/bin/java" >"$work/shims/java"
chmod +x "$work/shims/java"
launch PATH="$work/shims:$tools" "$checkout/waymark" --version
is_true "a shim is asked for its home, and a Java without release file for its version" \
  grep -q "^java=$work/home/.sdkman/candidates/java/25.0.1-tem " "$work/out"

launch JAVA_HOME="$jvms/java-26" PATH="$work/bin:$tools" "$checkout/waymark" --version
is_true "JAVA_HOME comes before the PATH" grep -q "^java=$jvms/java-26 " "$work/out"

launch WAYMARK_JAVA_HOME="$jvms/java-27" JAVA_HOME="$jvms/java-26" "$checkout/waymark" --version
is_true "WAYMARK_JAVA_HOME comes before JAVA_HOME" grep -q "^java=$jvms/java-27 " "$work/out"

launch WAYMARK_JAVA_HOME="$jvms/java-17" "$checkout/waymark" --version
exits_with "an unsuitable WAYMARK_JAVA_HOME is an error" 1
says "which says what is there" "found Java 17 at $jvms/java-17"

launch JAVA_HOME_25_X64="$jvms/java-25" WAYMARK_JDK_ROOT="$work/nowhere" HOME="$work/nobody" "$checkout/waymark" --version
is_true "a variable such as JAVA_HOME_25_X64 is used" grep -q "^java=$jvms/java-25 " "$work/out"

make_java "$work/mac/Library/Java/JavaVirtualMachines/x.jdk/Contents/Home" 25
launch WAYMARK_JDK_ROOT="$work/mac" HOME="$work/nobody" "$checkout/waymark" --version
is_true "a macOS bundle is found" grep -q "^java=$work/mac/Library/Java/JavaVirtualMachines/x.jdk/Contents/Home " "$work/out"

# ---- arguments, links and folders ----

mkdir -p "$work/else where"
ln -s "../a check out/waymark" "$work/else where/wm"
ln -s "else where/wm" "$work/wm2"
(cd / && launch "$work/wm2" eval "two  words" '*' "a'b\"c" '' '$HOME' -- -x && cp "$work/out" "$work/arguments")
sed -n '/^<org.waymark.cli.Main>$/,$p' "$work/arguments" >"$work/actual"
printf '<%s>\n' org.waymark.cli.Main eval "two  words" '*' "a'b\"c" '' '$HOME' -- -x >"$work/expected"
is_true "arguments arrive as they were, through two links and from another folder" cmp -s "$work/expected" "$work/actual"
is_true "the class path is the distribution of the checkout" grep -qxF "<$checkout/cli/target/waymark/lib/*>" "$work/arguments"
is_true "a search gets the vector module" grep -qxF "<jdk.incubator.vector>" "$work/arguments"

launch WAYMARK_JAVA_OPTS="-Xmx2g -Dglob=/*" "$checkout/waymark" doctor
is_true "WAYMARK_JAVA_OPTS are split, come last and are not expanded" \
  sh -c 'tr "\n" " " <"$1" | grep -qF -e "<-Xmx1g> <--add-modules> <jdk.incubator.vector> <-Xmx2g> <-Dglob=/*> <-cp>"' - "$work/out"

launch "$checkout/waymark" index query --help
is_true "help comes without the vector module" sh -c '! grep -q incubator "$1"' - "$work/out"

printf 'echo $$ >"%s"\nexec "$@"\n' "$work/pid" >"$work/note-pid"
launch "$work/note-pid" "$checkout/waymark" doctor
is_true "the launcher becomes the JVM" grep -q "pid=$(cat "$work/pid" 2>/dev/null)\$" "$work/out"

# ---- when to build ----

rm -rf "$checkout/cli/target" "$checkout/target"
: >"$work/builds"
settle "$checkout"
launch "$checkout/waymark" doctor
builds "a checkout that was never built is built" 1
is_true "quietly, without tests" grep -qF -e "-q -B -DskipTests -Dspotless.check.skip=true package" "$work/builds"
launch "$checkout/waymark" doctor
builds "a fresh one is not built again" 1
says_not "and nothing is said about it" "Building"

touch "$checkout/core/src/main/java/B.java"
launch WAYMARK_SKIP_BUILD=1 "$checkout/waymark" doctor
builds "WAYMARK_SKIP_BUILD=1 runs what is there" 1
exits_with "and it runs" 0
launch "$checkout/waymark" doctor
builds "a source that was edited leads to a build" 2
says "which is announced" "Building Waymark, its sources changed"

settle "$checkout"
rm "$checkout/core/src/main/java/B.java"
launch "$checkout/waymark" doctor
builds "a source that was deleted leads to a build" 3

settle "$checkout"
touch "$checkout/core/pom.xml"
launch "$checkout/waymark" doctor
builds "a pom that was edited leads to a build" 4

settle "$checkout"
rm "$checkout/cli/target/waymark/.complete"
maven_does "sleep 1; touch '$checkout/cli/src/main/java/A.java'"
launch "$checkout/waymark" doctor
maven_does :
launch "$checkout/waymark" doctor
builds "what is edited during a build leads to another" 6

# ---- a build that fails ----

settle "$checkout"
touch "$checkout/pom.xml"
maven_does 'echo "[ERROR] A.java:[3,1] cannot find symbol"; echo "[ERROR] Re-run Maven using -X"; exit 1'
launch "$checkout/waymark" doctor
exits_with "a failed build fails the launch" 1
says "with Maven's reason" "A.java:[3,1] cannot find symbol"
says_not "without Maven's advice" "Re-run Maven"
says "and the place of the log" "$checkout/target/build.log"
is_true "and nothing is started" sh -c '! [ -s "$1" ]' - "$work/out"
is_true "and no stamp is left" [ ! -e "$checkout/cli/target/waymark/.complete" ]
is_true "and no lock" [ ! -e "$checkout/target/build.lock" ]
maven_does :
launch "$checkout/waymark" doctor
exits_with "the next launch builds again" 0

# ---- a build that is interrupted ----

# Waits until a condition holds, ten seconds at most.
await() {
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || return 1
    sleep 0.1
  done
}

is_gone() {
  ! kill -0 "$1" 2>/dev/null
}

rm "$checkout/cli/target/waymark/.complete"
# shellcheck disable=SC2016
maven_does 'sleep 60 & echo $! >"'"$work"'/fork"; echo $$ >"'"$work"'/maven-pid"; wait'
# shellcheck disable=SC2086
env WAYMARK_JAVA_HOME="$jvms/java-25" $shell "$checkout/waymark" doctor >"$work/out" 2>"$work/err" &
launcher=$!
is_true "Maven is started" await [ -s "$work/maven-pid" ]
began=$(date +%s)
kill -TERM "$launcher"
wait "$launcher"
status=$?
is_true "it does not wait for Maven to finish" [ $(($(date +%s) - began)) -lt 30 ]
exits_with "an interrupted launcher ends by the signal" 143
is_true "its Maven is stopped" await is_gone "$(cat "$work/maven-pid")"
is_true "and what Maven had started" await is_gone "$(cat "$work/fork")"
is_true "no stamp is left then" [ ! -e "$checkout/cli/target/waymark/.complete" ]
is_true "and no lock then" [ ! -e "$checkout/target/build.lock" ]

# ---- two launches at once ----

: >"$work/builds"
rm -f "$work/go"
maven_does "until [ -e '$work/go' ]; do sleep 0.1; done"
# shellcheck disable=SC2086
env WAYMARK_JAVA_HOME="$jvms/java-25" $shell "$checkout/waymark" doctor >"$work/out1" 2>"$work/err1" &
first=$!
is_true "the first of two takes the lock" await [ -s "$checkout/target/build.lock/maven" ]
# shellcheck disable=SC2086
env WAYMARK_JAVA_HOME="$jvms/java-25" $shell "$checkout/waymark" doctor >"$work/out" 2>"$work/err" &
second=$!
is_true "the second waits and says so" await grep -q "Waiting for another build" "$work/err"
touch "$work/go"
wait "$first"
status=$?
exits_with "the first runs" 0
wait "$second"
status=$?
exits_with "the second runs" 0
builds "and there was one build" 1

rm "$checkout/cli/target/waymark/.complete"
mkdir "$checkout/target/build.lock"
(exit 0) &
dead=$!
wait "$dead"
echo "$dead" >"$checkout/target/build.lock/launcher"
echo "$dead" >"$checkout/target/build.lock/maven"
launch "$checkout/waymark" doctor
exits_with "the lock of a dead launcher is cleared" 0
builds "and the build is done" 2

# ---- a distribution by itself ----

cp -R "$checkout/cli/target/waymark" "$work/my copy"
rm -rf "$jvms"/java-* "$jvms/a-jdk-26"
launch "$work/my copy/waymark" doctor
exits_with "a copied distribution runs, on a JRE" 0
is_true "from its own folder" grep -qxF "<$work/my copy/lib/*>" "$work/out"
builds "and builds nothing" 2

# ---- mvnw ----

sed '/^# ---- end of the addition/,$d' "$repository/mvnw" >"$checkout/mvnw-head"
echo 'echo "JAVA_HOME=$JAVA_HOME"; for arg; do echo "<$arg>"; done' >>"$checkout/mvnw-head"
make_java "$jvms/java-17" 17
make_java "$jvms/java-25" 25
launch JAVA_HOME="$jvms/java-17" PATH="$jvms/java-17/bin:$tools" "$checkout/mvnw-head" -v
prints "mvnw uses the JDK that is found" "JAVA_HOME=$jvms/java-25"
(cd "$work" && launch "$checkout/mvnw-head" verify && cp "$work/out" "$work/mvnw-out")
is_true "mvnw builds this project from another folder" grep -qxF "<$checkout/pom.xml>" "$work/mvnw-out"
(cd "$checkout/core" && launch "$checkout/mvnw-head" verify && cp "$work/out" "$work/mvnw-out")
is_true "mvnw builds a module in the module's folder" sh -c '! grep -q pom.xml "$1"' - "$work/mvnw-out"

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
