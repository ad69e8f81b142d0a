package org.waymark.indexer.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.waymark.core.WaymarkException;

/**
 * A page about one evaluation.
 *
 * @param title of the page
 * @param facts what was evaluated, by name
 * @param headline the figures that matter most
 * @param sections the rest, in order
 */
public record ReportPage(
    String title,
    SequencedMap<String, String> facts,
    List<Figure> headline,
    List<Section> sections) {

  /**
   * One number in large type.
   *
   * @param note what it is a share of, or the like
   */
  public record Figure(String name, String value, String note) {}

  /**
   * Part of a page.
   *
   * @param explanation how to read it
   * @param wide over the page's whole width
   */
  public record Section(String title, String explanation, boolean wide, Html content) {

    private Section widened() {
      return new Section(title, explanation, true, content);
    }
  }

  /**
   * Writes one file that needs no other.
   *
   * @throws WaymarkException when it cannot be written
   */
  public void write(Path file) {
    try {
      Files.writeString(file, html().markup());
    } catch (IOException e) {
      throw new WaymarkException("report %s cannot be written: %s".formatted(file, e), e);
    }
  }

  Html html() {
    return Html.of(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%1$s</title>
        <style>%2$s</style>
        </head>
        <body>
        <header><h1>%1$s</h1><dl class="facts">%3$s</dl></header>
        <main>
        <div class="figures">%4$s</div>
        <div class="sections">%5$s</div>
        </main>
        <footer>Made by waymark eval. What each figure means: docs/evaluation.md.</footer>
        </body>
        </html>
        """,
        title,
        new Html(style()),
        Html.join(facts.entrySet().stream().map(ReportPage::fact).toList()),
        Html.join(headline.stream().map(ReportPage::figure).toList()),
        Html.join(paired().stream().map(ReportPage::section).toList()));
  }

  private static Html fact(Map.Entry<String, String> fact) {
    return Html.of("<div><dt>%s</dt><dd>%s</dd></div>", fact.getKey(), fact.getValue());
  }

  private static Html figure(Figure figure) {
    return Html.of(
        "<div class=\"figure\"><span class=\"name\">%s</span><span class=\"value\">%s</span><span class=\"note\">%s</span></div>\n",
        figure.name(), figure.value(), figure.note());
  }

  /** Halves stand in pairs; of an odd number in a row the first takes the whole width. */
  private List<Section> paired() {
    List<Section> result = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i <= sections.size(); i++) {
      if (i == sections.size() || sections.get(i).wide()) {
        if ((i - begin) % 2 == 1) {
          result.set(begin, sections.get(begin).widened());
        }
        begin = i + 1;
      }
      if (i < sections.size()) {
        result.add(sections.get(i));
      }
    }
    return result;
  }

  private static Html section(Section section) {
    return Html.of(
        "<section class=\"%s\"><h2>%s</h2><p>%s</p>%s</section>\n",
        section.wide() ? "wide" : "half",
        section.title(),
        section.explanation(),
        section.content());
  }

  private static String style() {
    try (InputStream in =
        Objects.requireNonNull(ReportPage.class.getResourceAsStream("report.css"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
