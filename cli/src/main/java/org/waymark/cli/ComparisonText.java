package org.waymark.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.waymark.avro.Outcome;
import org.waymark.indexer.evaluation.OutcomeComparison;

/** What {@code waymark compare} prints for people. */
final class ComparisonText {

  private static final int SHORT_ID = 12;

  private final OutcomeComparison comparison;
  private final String primary;
  private final String shadow;

  ComparisonText(OutcomeComparison comparison, String primary, String shadow) {
    this.comparison = comparison;
    this.primary = primary;
    this.shadow = shadow;
  }

  @Override
  public String toString() {
    Table sides = new Table("", "topic", "frames", "latency p50", "p99 (ms)", "map, model");
    addSide(sides, "primary", primary, comparison.primary());
    addSide(sides, "shadow", shadow, comparison.shadow());
    StringBuilder text = new StringBuilder(sides.toString());
    text.append(
        "%n%d frames are answered in both, %s %% of them with the same outcome%n%n"
            .formatted(comparison.both(), Table.number(100 * comparison.agreement(), 1)));
    text.append(outcomes());
    Table errors = new Table("", "poses", "median m", "p90 m", "max m", "median deg", "p90 deg");
    addErrors(errors, "between the poses", comparison.distance());
    comparison
        .truth()
        .ifPresent(
            nearness -> {
              addErrors(errors, "primary to truth", nearness.primary());
              addErrors(errors, "shadow to truth", nearness.shadow());
            });
    text.append(System.lineSeparator()).append(errors);
    comparison
        .truth()
        .ifPresent(
            n ->
                text.append(
                    "%nNearer to the truth by more than a millimetre: the primary in %d frames, the shadow in %d, neither in %d%n"
                        .formatted(
                            n.primaryNearer(),
                            n.shadowNearer(),
                            n.primary().poses() - n.primaryNearer() - n.shadowNearer())));
    return text.toString();
  }

  private static void addSide(Table table, String name, String topic, OutcomeComparison.Side side) {
    table.row(
        name,
        topic,
        Integer.toString(side.frames()),
        Table.number(side.latencyMillis().at(50), 1),
        Table.number(side.latencyMillis().at(99), 1),
        side.sources().stream()
            .map(s -> "%s/%s, %s".formatted(s.map(), s.version(), shortened(s.model())))
            .sorted()
            .collect(Collectors.joining("; ")));
  }

  private static String shortened(String id) {
    return id.substring(0, Math.min(SHORT_ID, id.length()));
  }

  private Table outcomes() {
    List<Outcome> kinds = List.of(Outcome.values());
    List<String> head = new ArrayList<>(List.of("primary \\ shadow"));
    kinds.forEach(kind -> head.add(kind.name()));
    Table table = new Table(head.toArray(String[]::new));
    for (Outcome outcome : kinds) {
      Map<Outcome, Integer> row = comparison.outcomes().getOrDefault(outcome, Map.of());
      if (!row.isEmpty()) {
        List<String> cells = new ArrayList<>(List.of(outcome.name()));
        kinds.forEach(kind -> cells.add(Integer.toString(row.getOrDefault(kind, 0))));
        table.row(cells.toArray(String[]::new));
      }
    }
    return table;
  }

  private static void addErrors(Table table, String name, OutcomeComparison.Errors errors) {
    table.row(
        name,
        Integer.toString(errors.poses()),
        Table.number(errors.metres().at(50), 3),
        Table.number(errors.metres().at(90), 3),
        Table.number(errors.metres().at(100), 3),
        Table.number(errors.degrees().at(50), 2),
        Table.number(errors.degrees().at(90), 2));
  }
}
