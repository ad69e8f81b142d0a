package org.waymark.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.ModelExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark model export}. */
@Command(
    name = "export",
    description = "Writes a model's weights for PyTorch or for readers of safetensors.")
final class ModelExportCommand extends WaymarkCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The model.")
  private Path directory;

  @Option(
      names = "--to",
      paramLabel = "pth|safetensors",
      description = "The form. Default: by the end of the file's name.")
  private @Nullable String form;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file.")
  private Path out;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelExportCommand() {}

  @Override
  public Integer call() {
    ModelExport.Form to = form == null ? byName() : named(form);
    ModelBundle model = ModelBundle.load(directory);
    ModelExport.write(model, to, out);
    if (json) {
      Json.print(
          System.out,
          Json.object().put("model", model.id()).put("form", to.id()).put("out", out.toString()));
    } else {
      System.out.printf("Wrote %s of %s%n", out, model.name());
    }
    return 0;
  }

  private ModelExport.Form named(String id) {
    return Arrays.stream(ModelExport.Form.values())
        .filter(known -> known.id().equalsIgnoreCase(id))
        .findFirst()
        .orElseThrow(() -> wrongUsage("--to is pth or safetensors"));
  }

  private ModelExport.Form byName() {
    String name = String.valueOf(out.getFileName());
    require(
        name.endsWith(".pth") || name.endsWith(".safetensors"),
        "%s tells no form: add --to pth or --to safetensors".formatted(name));
    return name.endsWith(".pth") ? ModelExport.Form.PTH : ModelExport.Form.SAFETENSORS;
  }
}
