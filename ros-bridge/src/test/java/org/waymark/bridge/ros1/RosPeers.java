package org.waymark.bridge.ros1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.waymark.core.testing.Python;

/** ROS's own master, nodes and tools, as programs; a test is skipped where they are missing. */
public final class RosPeers implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  private static final String LOOPBACK = "127.0.0.1";

  private final Path folder;
  private final String address;
  private final int port;
  private final List<Process> started = new ArrayList<>();
  private Process master;

  public RosPeers(Path folder) throws Exception {
    this(folder, LOOPBACK);
  }

  /** On an address of this machine that other networks may reach. */
  public RosPeers(Path folder, String address) throws Exception {
    var _ =
        Python.with(
            "rospy, rosmaster, rosnode, rostopic, sensor_msgs.msg, geometry_msgs.msg, nav_msgs.msg, tf2_ros, diagnostic_msgs.msg");
    assumeTrue(
        isThere("rosmaster"), "rosmaster is not installed (Debian: apt-get install ros-core)");
    this.folder = folder;
    this.address = address;
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = any.getLocalPort();
    }
    this.master = startMaster();
  }

  private static boolean isThere(String program) {
    for (String path : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(path, program))) {
        return true;
      }
    }
    return false;
  }

  public URI masterUri() {
    return URI.create("http://%s:%d".formatted(address, port));
  }

  private Process startMaster() throws Exception {
    Process process = start("rosmaster", "--core", "-p", String.valueOf(port));
    RosClient client = new RosClient(masterUri(), "/test");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try {
        var _ = client.pid();
        return process;
      } catch (IOException e) {
        assertThat(System.nanoTime()).as("the master answers").isLessThan(end);
        Thread.sleep(50);
      }
    }
  }

  /** Sets a parameter, as {@code rosparam set} does. */
  public void set(String parameter, Object value) throws IOException {
    new MasterClient(masterUri(), "/test", "").setParameter(parameter, value);
  }

  /** Whether the master knows a node. */
  public boolean knows(String node) {
    try {
      return new MasterClient(masterUri(), node, "").registeredUri().isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  public void killMaster() throws InterruptedException {
    master.destroyForcibly().waitFor();
  }

  public void restartMaster() throws Exception {
    master = startMaster();
  }

  /** Starts a script of src/test/python with Debian's Python. */
  public Process script(String name, String... arguments) throws IOException {
    return script(List.of(), name, arguments);
  }

  /** Starts a script by a command that starts others, such as {@code ip netns exec}. */
  public Process script(List<String> by, String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(by);
    command.addAll(List.of("/usr/bin/python3", "src/test/python/" + name));
    command.add(masterUri().toString());
    command.addAll(List.of(arguments));
    return start(command.toArray(String[]::new));
  }

  /** Runs a tool of ROS to its end; returns what it printed. */
  public String tool(String... command) throws Exception {
    Path output = Files.createTempFile(folder, "tool", ".txt");
    Process process = start(output, command);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as("%s ended", List.of(command))
        .isTrue();
    return Files.readString(output);
  }

  /** Starts a program among the peers. */
  public Process start(String... command) throws IOException {
    return start(Files.createTempFile(folder, "peer", ".txt"), command);
  }

  private Process start(Path output, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ROS_MASTER_URI", masterUri().toString());
    builder.environment().put("ROS_IP", address);
    builder.environment().put("ROS_LOG_DIR", folder.toString());
    Process process = builder.redirectOutput(output.toFile()).start();
    started.add(process);
    return process;
  }

  public static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
  }
}
