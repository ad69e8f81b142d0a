package org.waymark.bridge.ros2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;

/**
 * Nodes of other programs on a DDS domain of this computer: a C program over Cyclone DDS and a C++
 * program over Fast DDS, built from {@code src/test/ros2} when they are first needed. A test is
 * skipped where the libraries or their tools are missing.
 */
public final class Ros2Peers implements AutoCloseable {

  /** The programs. */
  public enum Peer {
    CYCLONE,
    FAST
  }

  private static final Path SOURCES = Path.of("src/test/ros2");
  private static final Path BUILT = Path.of("target/ros2-peers");
  private static final int BUILD_SECONDS = 200;

  /** No other computer is told. */
  public static final Map<String, String> LOOPBACK = Map.of();

  private final Path folder;
  private final Map<String, String> reach;
  private final int domain = freeDomain();
  private final List<Process> started = new ArrayList<>();

  /**
   * @param reach the variables of {@link Reach} for all nodes
   */
  public Ros2Peers(Path folder, Map<String, String> reach) {
    requireLibrary();
    this.folder = folder;
    this.reach = reach;
  }

  /** Skips a test where the bridge's own library is missing. */
  public static void requireLibrary() {
    try {
      var _ = Cyclone.load(System.getenv());
    } catch (WaymarkException e) {
      assumeTrue(false, e.getMessage());
    }
  }

  /** A domain whose first ports nobody has. */
  static int freeDomain() {
    for (int domain = 20 + (int) (ProcessHandle.current().pid() % 150); ; domain++) {
      try (ServerSocket _ = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          java.net.DatagramSocket _ = new java.net.DatagramSocket(7400 + 250 * domain + 10)) {
        return domain;
      } catch (IOException e) {
        assertThat(domain).as("a free domain").isLessThan(230);
      }
    }
  }

  public int domain() {
    return domain;
  }

  /** The bridge's node of this domain. */
  public Ros2NodeConfiguration node(String name, String... parameters) {
    return Ros2NodeConfiguration.of(
        name, List.of(), List.of(parameters), Optional.of(domain), reach);
  }

  /** Starts a camera that begins when somebody listens and {@link #begin} was called. */
  public Process camera(
      Peer peer, String topic, String reliability, int hertz, int count, String... jpeg)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("camera", String.valueOf(domain), "rt" + topic));
    arguments.addAll(List.of(reliability, String.valueOf(hertz), String.valueOf(count)));
    arguments.addAll(List.of(jpeg));
    return start(peer, arguments);
  }

  /**
   * Lets the cameras begin, and those that come: what they sent to those who do not know them yet
   * is lost.
   */
  public void begin() throws IOException {
    Files.createFile(startFile());
  }

  private Path startFile() {
    return folder.resolve("start");
  }

  /** Starts a listener for poses; each is a line of the file. */
  public Process listener(Peer peer, String topic, Path file) throws Exception {
    return start(peer, List.of("listener", String.valueOf(domain), "rt" + topic, file.toString()));
  }

  private Process start(Peer peer, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add((peer == Peer.CYCLONE ? buildCyclone() : buildFast()).toString());
    command.addAll(arguments);
    Path output = Files.createTempFile(folder, "peer", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("START_FILE", startFile().toString());
    if (peer == Peer.CYCLONE) {
      builder.environment().put("CYCLONEDDS_URI", Reach.of(reach).configuration());
    } else if (reach.equals(LOOPBACK)) {
      builder.environment().put("FAST_LOOPBACK", "1");
    }
    Process process = builder.redirectOutput(output.toFile()).start();
    started.add(process);
    return process;
  }

  private static synchronized Path buildCyclone() throws Exception {
    Path folder = BUILT.resolve("cyclone");
    Path program = folder.resolve("cyclone_peer");
    if (isOld(program)) {
      Files.createDirectories(folder);
      need("gcc", "idlc", "cyclonedds-tools cyclonedds-dev gcc");
      Path idl = SOURCES.resolve("messages.idl").toAbsolutePath();
      build(folder, List.of("idlc", "-l", "c", idl.toString()));
      build(
          folder,
          List.of(
              "gcc -O2 -I. -I%1$s -o cyclone_peer %1$s/cyclone_peer.c messages.c -lddsc"
                  .formatted(SOURCES.toAbsolutePath())
                  .split(" ", -1)));
    }
    return program.toAbsolutePath();
  }

  private static synchronized Path buildFast() throws Exception {
    Path folder = BUILT.resolve("fast");
    Path program = folder.resolve("fast_peer");
    if (isOld(program)) {
      Files.createDirectories(folder);
      need("g++", "fastddsgen", "fastddsgen libfastrtps-dev libfastcdr-dev g++");
      Path idl = SOURCES.resolve("messages.idl").toAbsolutePath();
      build(folder, List.of("fastddsgen", "-replace", "-d", ".", idl.toString()));
      build(
          folder,
          List.of(
              ("g++ -O1 -I. -I%1$s -o fast_peer %1$s/fast_peer.cpp messages.cxx"
                      + " messagesPubSubTypes.cxx -lfastrtps -lfastcdr")
                  .formatted(SOURCES.toAbsolutePath())
                  .split(" ", -1)));
    }
    return program.toAbsolutePath();
  }

  private static boolean isOld(Path program) throws IOException {
    if (!Files.exists(program)) {
      return true;
    }
    try (Stream<Path> sources = Files.list(SOURCES)) {
      for (Path source : sources.toList()) {
        if (Files.getLastModifiedTime(source).compareTo(Files.getLastModifiedTime(program)) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static void need(String compiler, String generator, String packages) {
    for (String tool : List.of(compiler, generator)) {
      assumeTrue(
          Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
              .anyMatch(path -> Files.isExecutable(Path.of(path, tool))),
          tool + " is not installed (Debian: apt-get install " + packages + ")");
    }
  }

  private static void build(Path folder, List<String> command) throws Exception {
    Path log = folder.resolve("build.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(BUILD_SECONDS, TimeUnit.SECONDS)).as("%s ended", command).isTrue();
    assertThat(process.exitValue()).as("%s: %s", command, Files.readString(log)).isZero();
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
  }
}
