package org.waymark.bench.kill;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;

/** A {@code waymark} command in a process of its own, that is killed and started again. */
final class Victim implements AutoCloseable {

  private final String name;
  private final Path log;
  private final List<String> command = new ArrayList<>();
  private @Nullable Process process;
  private int endedByItself;

  /**
   * Makes one that does not run yet.
   *
   * @param log what it prints goes there
   * @param arguments of {@code waymark}
   */
  Victim(String name, Path log, List<String> arguments) {
    this.name = name;
    this.log = log;
    command.addAll(
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx640m",
            "-cp",
            System.getProperty("java.class.path"),
            "org.waymark.cli.Main"));
    command.addAll(arguments);
  }

  String name() {
    return name;
  }

  void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  /** Starts it again when it has ended without being killed, as a supervisor would. */
  void supervise() throws IOException {
    if (process != null && !process.isAlive()) {
      endedByItself++;
      start();
    }
  }

  /** How often it has ended without being killed. */
  int endedByItself() {
    return endedByItself;
  }

  /** Waits until it ends by itself; its exit code. */
  int awaitEnd(Duration patience) throws InterruptedException {
    Process running = Objects.requireNonNull(process);
    if (!running.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      throw new WaymarkException(
          "%s did not end within %d s, see %s".formatted(name, patience.toSeconds(), log));
    }
    return running.exitValue();
  }

  /** SIGKILL: it has no moment to finish anything. */
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  /** Ends it as an operator would. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
