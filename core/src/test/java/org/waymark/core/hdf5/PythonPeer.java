package org.waymark.core.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a script of {@code src/test/python} with the system's Python, where its modules are there.
 */
public final class PythonPeer {

  private static final String PYTHON =
      Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";

  private PythonPeer() {}

  /** Skips the test, saying why, unless Python imports all {@code modules}. */
  public static void assumeModules(String... modules) {
    boolean there;
    try {
      there =
          new ProcessBuilder(PYTHON, "-c", "import " + String.join(", ", modules))
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      there = false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assumeTrue(
        there, "skipped: needs Python with " + String.join(", ", modules) + " (Debian: python3-*)");
  }

  /** What the script prints; fails when it does. */
  public static String run(String script, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PYTHON, "src/test/python/" + script));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as(output).isZero();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return output;
  }
}
