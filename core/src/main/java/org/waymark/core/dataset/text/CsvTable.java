package org.waymark.core.dataset.text;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Problems;

/** A CSV file with a header line. Lines of another length than the header's are malformed. */
public final class CsvTable implements Lines {

  private final Path file;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private final List<String> header;

  private CsvTable(Path file, CsvReader<CsvRecord> reader) {
    this.file = file;
    this.reader = reader;
    this.records = reader.iterator();
    this.header =
        nextRecord()
            .orElseThrow(() -> new WaymarkException(file + " is empty; its header is missing"))
            .getFields()
            .stream()
            .map(String::strip)
            .toList();
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws WaymarkException when it cannot be read or is empty
   */
  public static CsvTable open(Path file) {
    try {
      return new CsvTable(
          file,
          CsvReader.builder()
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .detectBomHeader(true)
              .ofCsvRecord(file));
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }

  @Override
  public Path file() {
    return file;
  }

  /** The columns' names. */
  public List<String> header() {
    return header;
  }

  /**
   * Where a column is, from 0.
   *
   * @throws WaymarkException when there is none of that name
   */
  public int column(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new WaymarkException(
                    "%s:1: there is no column '%s'; the header is: %s"
                        .formatted(file, name, Line.shown(String.join(",", header)))));
  }

  /** Where a column is, if it is there. */
  public Optional<Integer> find(String name) {
    int at = header.indexOf(name);
    return at < 0 ? Optional.empty() : Optional.of(at);
  }

  @Override
  public Optional<Line> next() {
    return nextRecord().map(r -> new Line(r.getStartingLineNumber(), r.getFields()));
  }

  @Override
  public void attempt(Line line, Problems problems, Consumer<Line> reader) {
    Lines.super.attempt(
        line,
        problems,
        l -> {
          l.requireWords(header.size(), String.join(",", header));
          reader.accept(l);
        });
  }

  private Optional<CsvRecord> nextRecord() {
    try {
      return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
    } catch (CsvParseException e) {
      throw new WaymarkException("%s is no CSV file: %s".formatted(file, e.getMessage()), e);
    } catch (UncheckedIOException e) {
      throw Unreadable.file(file, new IOException(e));
    }
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }
}
