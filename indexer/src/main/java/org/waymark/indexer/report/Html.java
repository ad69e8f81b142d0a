package org.waymark.indexer.report;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Markup in which everything that is not markup itself has been escaped.
 *
 * @param markup to be written as it is
 */
public record Html(String markup) {

  public static final Html NONE = new Html("");

  /**
   * Fills a template. Of the arguments only {@link Html} goes in as it is; all else is escaped.
   *
   * @param template with {@code %s} for each argument
   */
  static Html of(String template, Object... arguments) {
    Object[] safe = new Object[arguments.length];
    for (int i = 0; i < safe.length; i++) {
      safe[i] =
          arguments[i] instanceof Html html ? html.markup() : escape(String.valueOf(arguments[i]));
    }
    return new Html(String.format(Locale.ROOT, template, safe));
  }

  static Html join(Collection<Html> parts) {
    return new Html(parts.stream().map(Html::markup).collect(Collectors.joining()));
  }

  /** For text and for attributes in double quotes. Control characters, which XML forbids, go. */
  private static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(Character.isISOControl(c) && c != '\n' ? '\uFFFD' : c);
      }
    }
    return out.toString();
  }
}
