package org.waymark.core.dataset.kind;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;

/**
 * {@code dbstruct:file.mat}: any data set that is listed by a MATLAB {@code dbStruct}. Its pictures
 * lie beside the file or under {@code images=DIR}.
 */
public final class DbStructKind implements DatasetKind {

  @Override
  public String name() {
    return "dbstruct";
  }

  @Override
  public String description() {
    return "a MATLAB 5 file with a dbStruct: names and positions of queries and database";
  }

  @Override
  public Set<String> options() {
    return Set.of(SpecOptions.PART, SpecOptions.IMAGES, FrameClock.OPTION);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    if (!Files.isRegularFile(spec.path())) {
      throw new WaymarkException(
          "data set '%s': there is no file %s".formatted(spec, spec.path().toAbsolutePath()));
    }
    return DbStructReader.PLAIN.open(spec, List.of(spec.path()), problems);
  }
}
