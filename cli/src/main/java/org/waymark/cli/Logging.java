package org.waymark.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;

/** How much of the libraries' logs reaches standard error; see logback.xml for the usual. */
final class Logging {

  /** Lucene speaks through the JDK's logging; held here, or its level would be forgotten. */
  private static final java.util.logging.Logger LUCENE =
      java.util.logging.Logger.getLogger("org.apache.lucene");

  /** How lines look. */
  enum Format {
    /** For people. */
    TEXT,
    /** One object a line, with the robot and the stamp of what it is about, for programs. */
    JSON
  }

  private Logging() {}

  /** To be called before any library is used. */
  static void prepare() {
    LUCENE.setLevel(java.util.logging.Level.WARNING);
    // The broker brings Log4j, which complains when it is first used while the process ends.
    System.setProperty("log4j.shutdownHookEnabled", "false");
    // Two threads that log first at the same moment would make SLF4J complain.
    var _ = root();
  }

  /** More for those who ask. */
  static void verbose(boolean more) {
    root().setLevel(more ? Level.INFO : Level.WARN);
  }

  /** Makes lines look as asked for. */
  static void format(Format format) {
    if (format == Format.TEXT) {
      return;
    }
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(root().getLoggerContext());
    encoder.setWithArguments(false);
    encoder.setWithContext(false);
    encoder.setWithMessage(false);
    encoder.setWithFormattedMessage(true);
    encoder.setWithSequenceNumber(false);
    encoder.start();
    root()
        .iteratorForAppenders()
        .forEachRemaining(
            appender -> {
              if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
                stream.setEncoder(encoder);
              }
            });
  }

  /** Nothing any more, while the process ends. */
  static void off() {
    root().getLoggerContext().getLoggerList().forEach(logger -> logger.setLevel(Level.OFF));
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
