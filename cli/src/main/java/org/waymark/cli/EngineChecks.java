package org.waymark.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.PyTorchInfo;

/** PyTorch, the GPU, and how fast the model is here. */
final class EngineChecks {

  private EngineChecks() {}

  static List<Finding> run(ModelOptions options) {
    List<Finding> findings = new ArrayList<>();
    PyTorchInfo info = PyTorchInfo.probe();
    if (!info.available()) {
      findings.add(
          Finding.broken(
              "PyTorch", info.problem(), "Rebuild with ./mvnw package on this machine."));
      return findings;
    }
    findings.add(
        Finding.good(
            "PyTorch",
            "%s, %d threads, from %s".formatted(info.version(), info.threads(), info.library())));
    findings.add(gpu(info, Path.of("/proc/driver/nvidia/version")));
    findings.add(model(options));
    return findings;
  }

  /**
   * Why the GPU is used or not.
   *
   * @param driver a file that is there when NVIDIA's kernel module is loaded
   */
  static Finding gpu(PyTorchInfo info, Path driver) {
    if (info.gpus() > 0) {
      return Finding.good(
          "GPU", "PyTorch sees %d; --device auto uses the first".formatted(info.gpus()));
    }
    boolean cpuLibrary = info.library().contains("-cpu-");
    if (!Files.exists(driver)) {
      return Finding.optional(
          "GPU",
          "not used: no NVIDIA driver is loaded"
              + (cpuLibrary ? ", and PyTorch is the CPU build" : ""),
          "With an NVIDIA card, install its driver and see docs/gpu.md.");
    }
    return cpuLibrary
        ? Finding.optional(
            "GPU",
            "not used: the driver is there, but PyTorch is the CPU build",
            "docs/gpu.md tells how to use a CUDA build.")
        : Finding.optional(
            "GPU",
            "not used: PyTorch is a CUDA build, but sees no card",
            "Does nvidia-smi list one? The driver must be new enough for CUDA 12.8; see docs/gpu.md.");
  }

  private static Finding model(ModelOptions options) {
    try (DescriptorExtractor extractor = options.open()) {
      extractor.warmUp();
      double milliseconds = extractor.measureForwardNanos() / 1e6;
      return Finding.good(
          "model",
          "%s: %s ms for one picture of %d x %d, %s pictures/s"
              .formatted(
                  extractor.model().name(),
                  Table.number(milliseconds, 1),
                  extractor.model().spec().input().width(),
                  extractor.model().spec().input().height(),
                  Table.number(1000 / milliseconds, 0)));
    } catch (WaymarkException e) {
      return Finding.broken("model", String.valueOf(e.getMessage()), "Give another with --model.");
    }
  }
}
