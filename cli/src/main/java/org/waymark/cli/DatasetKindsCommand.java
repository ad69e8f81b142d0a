package org.waymark.cli;

import java.util.TreeSet;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.Datasets;
import picocli.CommandLine.Command;

/** {@code waymark dataset kinds}. */
@Command(
    name = "kinds",
    description = "Lists the kinds of data sets that can be read, with their keys.")
final class DatasetKindsCommand extends WaymarkCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DatasetKindsCommand() {}

  @Override
  public void run() {
    Table table = new Table();
    for (DatasetKind kind : Datasets.kinds()) {
      table.row(kind.name() + ":", kind.description());
      table.row("", "?" + String.join("&", new TreeSet<>(kind.options())));
    }
    System.out.print(table);
  }
}
