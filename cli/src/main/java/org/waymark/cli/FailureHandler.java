package org.waymark.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.waymark.core.WaymarkException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Says what went wrong in one message; a stack trace only for those who ask with {@code --verbose}.
 */
final class FailureHandler implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    err.println(commandLine.getColorScheme().errorText("waymark: " + message(failure)));
    if (commandLine.getCommand() instanceof WaymarkCommand command && command.verbose()) {
      failure.printStackTrace(err);
    }
    err.flush();
    return commandLine.getCommandSpec().exitCodeOnExecutionException();
  }

  private static String message(Throwable failure) {
    if (failure instanceof WaymarkException || failure instanceof UncheckedIOException) {
      return String.valueOf(failure.getMessage());
    }
    return "unexpected failure: %s (run again with --verbose to see where it came from)"
        .formatted(failure);
  }
}
