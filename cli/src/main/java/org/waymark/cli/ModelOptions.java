package org.waymark.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.network.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model describes pictures, and on what; shared by every command that describes any. */
final class ModelOptions {

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "A model bundle, as waymark model import makes it. Default: the one that comes with Waymark, trained on simulated buildings.")
  private @Nullable Path directory;

  @Mixin private DeviceOption device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the network on a CPU. Default: half the cores.")
  private @Nullable Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "float32|bfloat16|float16",
      defaultValue = "float32",
      description =
          "Of the network's numbers: bfloat16 is fast on CPUs with AVX-512 BF16, float16 on GPUs. Default: ${DEFAULT-VALUE}.")
  private String precision;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelOptions() {}

  /** Refuses what cannot be before anything starts; on behalf of the command that was given it. */
  void check(WaymarkCommand command) {
    command.require(threads == null || threads >= 1, "--threads is a count of 1 and more");
    device.check(command);
    command.require(
        precision.matches("float32|bfloat16|float16"),
        "--precision is float32, bfloat16 or float16");
  }

  ModelBundle bundle() {
    return directory == null ? ModelBundle.standard() : ModelBundle.load(directory);
  }

  ExtractorOptions extractorOptions() {
    return new ExtractorOptions(
        threads == null ? ExtractorOptions.defaults().threads() : threads,
        device.name(),
        Precision.named(precision));
  }

  DescriptorExtractor open() {
    return DescriptorExtractor.open(bundle(), extractorOptions());
  }
}
