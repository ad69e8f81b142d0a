package org.waymark.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The system's own Python as a peer: a test that needs it is skipped where it lacks a module. */
public final class Python {

  private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");
  private static final long LIMIT_SECONDS = Long.getLong("waymark.peer.seconds", 600);

  private final String interpreter;

  private Python(String interpreter) {
    this.interpreter = interpreter;
  }

  /** The first interpreter that has a module; skips the test when none has. */
  public static Python with(String module) throws Exception {
    Optional<String> found = Optional.empty();
    for (String interpreter : INTERPRETERS) {
      if (found.isEmpty() && has(interpreter, module)) {
        found = Optional.of(interpreter);
      }
    }
    assumeTrue(
        found.isPresent(),
        "Python's %s is not installed (Debian: apt-get install python3-%s)"
            .formatted(module, module.substring(module.lastIndexOf('.') + 1)));
    return new Python(found.orElseThrow());
  }

  private static boolean has(String interpreter, String module) throws InterruptedException {
    try {
      return new ProcessBuilder(interpreter, "-c", "import " + module)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Runs a script in a folder.
   *
   * @return what it printed
   */
  public String run(Path folder, String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(interpreter, "-c", script));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "python", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("Python ended within -Dwaymark.peer.seconds=" + LIMIT_SECONDS).isTrue();
    String printed = Files.readString(output);
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }
}
