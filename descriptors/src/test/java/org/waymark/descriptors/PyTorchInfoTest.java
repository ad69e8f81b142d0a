package org.waymark.descriptors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PyTorchInfoTest {

  @TempDir Path cache;

  @Test
  void shouldSayWhatIsThere() {
    PyTorchInfo info = PyTorchInfo.probe();

    assertThat(info.available()).as(info.problem()).isTrue();
    assertThat(info.version()).startsWith("2.");
    assertThat(info.library()).contains("pytorch");
    assertThat(info.threads()).isPositive();
    assertThat(info.problem()).isEmpty();
  }

  /** A process of its own, for the engine of this one runs already. */
  @Test
  void shouldSayWhyThereIsNoneAndAskNoServer() throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("pytorch-native"))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-DDJL_CACHE_DIR=" + cache,
                    "-Dhttps.proxyHost=127.0.0.1",
                    "-Dhttps.proxyPort=9",
                    "-cp",
                    classPath,
                    Probe.class.getName()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String answer =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(answer)
        .contains("available=false")
        .contains("pytorch-native-cpu")
        .contains("PYTORCH_LIBRARY_PATH")
        .contains("waymark doctor");
  }

  /** Prints what it finds. */
  static final class Probe {

    private Probe() {}

    public static void main(String[] args) {
      System.out.println(PyTorchInfo.probe());
    }
  }
}
