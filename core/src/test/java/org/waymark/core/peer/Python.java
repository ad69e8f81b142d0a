package org.waymark.core.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs a script of {@code src/test/python} with a Python that has what it needs. */
public final class Python {

  private static final List<String> CANDIDATES = List.of("python3", "/usr/bin/python3");

  private Python() {}

  /** The numbers that a script prints, by the name at the beginning of each line. */
  public static Map<String, double[]> run(String modules, String script, Path directory)
      throws IOException, InterruptedException {
    String python = find(modules);
    String out =
        output(
            python,
            Path.of("src/test/python", script).toAbsolutePath().toString(),
            directory.toString());
    Map<String, double[]> results = new TreeMap<>();
    for (String line : out.lines().toList()) {
      List<String> words = List.of(line.split(" ", -1));
      results.put(
          words.getFirst(), words.stream().skip(1).mapToDouble(Double::parseDouble).toArray());
    }
    return results;
  }

  /** A Python that imports {@code modules}; without one, the test is skipped. */
  public static String find(String modules) throws IOException, InterruptedException {
    Optional<String> found = Optional.empty();
    for (String candidate : CANDIDATES) {
      if (found.isEmpty() && imports(candidate, modules)) {
        found = Optional.of(candidate);
      }
    }
    Assumptions.assumeTrue(
        found.isPresent(), "no python3 that imports " + modules + " to compare with");
    return found.orElseThrow();
  }

  private static boolean imports(String python, String modules) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import " + modules)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What a command prints; it must succeed. */
  public static String output(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + " failed: " + out);
    }
    return out;
  }
}
