package org.waymark.cli;

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
    findings.add(
        info.gpus() > 0
            ? Finding.good("GPU", "PyTorch sees %d".formatted(info.gpus()))
            : Finding.optional(
                "GPU",
                "none: PyTorch's CPU library is in use",
                "This version has not been tried on one."));
    findings.add(model(options));
    return findings;
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
