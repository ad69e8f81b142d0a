package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.descriptors.PyTorchInfo;

class EngineChecksTest {

  @TempDir Path folder;

  @Test
  void shouldSayWhyTheGpuIsNotUsed() throws IOException {
    Path none = folder.resolve("none");
    Path driver = Files.createFile(folder.resolve("version"));
    String cpu = "cache/2.7.1-cpu-linux-x86_64";

    assertThat(found(0, cpu, none)).contains("no NVIDIA driver", "CPU build");
    assertThat(found(0, cpu, driver)).contains("driver is there", "CPU build");
    assertThat(found(0, "/opt/torch/lib", driver)).contains("CUDA build", "sees no card");
    assertThat(found(0, "/opt/torch/lib", none)).contains("no NVIDIA driver");
    assertThat(found(2, "/opt/torch/lib", driver)).contains("sees 2");
  }

  private static String found(int gpus, String library, Path driver) {
    return EngineChecks.gpu(new PyTorchInfo(true, "2.7.1", library, gpus, 4, ""), driver).found();
  }
}
