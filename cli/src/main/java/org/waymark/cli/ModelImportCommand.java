package org.waymark.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.CheckpointImport;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.checkpoint.Checkpoint;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Pooling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark model import}. */
@Command(
    name = "import",
    description = {
      "Makes a model of a checkpoint: a file of torch.save, safetensors, or TorchScript.",
      "Nothing that torch.save put into a file is run. A TorchScript file is a program: import none"
          + " that you would not run."
    })
final class ModelImportCommand extends WaymarkCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CHECKPOINT", description = "E.g. MSLS_resnet50_GeM_480_CL.pth")
  private Path file;

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      completionCandidates = BackboneNames.class,
      description = "The network: ${COMPLETION-CANDIDATES}. Not for TorchScript.")
  private @Nullable String backbone;

  @Option(
      names = "--pool",
      paramLabel = "GeM|max|avg|NetVLAD",
      defaultValue = "GeM",
      description = "The pooling behind it. Default: ${DEFAULT-VALUE}.")
  private String pool;

  @Mixin private InputOptions input;

  @Option(
      names = "--whitening",
      paramLabel = "WPCA.pth",
      description = "A file with a whitening layer, WPCA.0.weight and WPCA.0.bias.")
  private @Nullable Path whitening;

  @Option(
      names = "--fitted-on",
      paramLabel = "training|map|TEXT",
      defaultValue = "",
      description = "What the whitening was fitted to, for the record.")
  private String fittedOn;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where the model goes.")
  private Path out;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelImportCommand() {}

  @Override
  public Integer call() {
    InputSpec spec = input.spec(this);
    Optional<Backbone> network =
        Optional.ofNullable(backbone).map(name -> known(() -> Backbone.named(name)));
    Pooling pooling = known(() -> Pooling.named(pool));
    ModelCommand.requireFree(out);
    ModelBundle model =
        switch (Checkpoint.read(file)) {
          case Checkpoint.Parameters parameters ->
              whitened(ofWeights(new CheckpointImport(file, parameters), network, pooling, spec));
          case Checkpoint.Script script -> ofProgram(script, spec);
        };
    try (DescriptorExtractor tried = DescriptorExtractor.open(model, ExtractorOptions.defaults())) {
      ModelCommand.save(tried.model(), out, json);
    }
    return 0;
  }

  /** What a name stands for; an unknown one is wrong usage, noticed before any file is read. */
  private <T> T known(Supplier<T> lookup) {
    try {
      return lookup.get();
    } catch (WaymarkException e) {
      throw wrongUsage(String.valueOf(e.getMessage()));
    }
  }

  private ModelBundle ofWeights(
      CheckpointImport checkpoint, Optional<Backbone> network, Pooling pooling, InputSpec spec) {
    return checkpoint.model(
        network.orElseThrow(
            () ->
                wrongUsage(
                    "--backbone is missing"
                        + checkpoint
                            .networkFound()
                            .map("; the checkpoint fits %s"::formatted)
                            .orElse(""))),
        pooling,
        spec,
        fittedOn);
  }

  private ModelBundle whitened(ModelBundle model) {
    if (whitening == null) {
      require(
          model.spec().whitening() != null || !given("--fitted-on"),
          "--fitted-on is about whitening, which neither the checkpoint nor --whitening brings");
      return model;
    }
    if (!(Checkpoint.read(whitening) instanceof Checkpoint.Parameters parameters)) {
      throw new WaymarkException(
          "%s is a program and holds no whitening layer to be read".formatted(whitening));
    }
    return new CheckpointImport(whitening, parameters).whiten(model, fittedOn);
  }

  private ModelBundle ofProgram(Checkpoint.Script script, InputSpec spec) {
    require(
        backbone == null && whitening == null && !given("--pool") && !given("--fitted-on"),
        "a TorchScript file is a whole network: --backbone, --pool, --whitening and --fitted-on do not go with it");
    return ModelBundle.torchScript(
        script.file(),
        spec,
        true,
        CheckpointImport.provenance(script.file(), script.form().title()));
  }

  /** For the help. */
  static final class BackboneNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Backbone.values()).map(Backbone::id).iterator();
    }
  }
}
