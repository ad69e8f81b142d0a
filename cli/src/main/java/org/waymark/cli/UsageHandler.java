package org.waymark.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what is wrong with a command line, and where to read on: the list of commands where one is
 * missing, else the command that explains the options.
 */
final class UsageHandler implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(
        command
            .getColorScheme()
            .errorText("waymark: " + inPlainWords(String.valueOf(wrong.getMessage()))));
    UnmatchedArgumentException.printSuggestions(wrong, err);
    if (command.getSubcommands().isEmpty()) {
      err.printf("Options: %s --help%n", command.getCommandSpec().qualifiedName());
    } else {
      err.println();
      command.usage(err);
    }
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** Messages of picocli begin with a capital and name Java's types, those of Waymark do not. */
  private static String inPlainWords(String message) {
    String plain =
        message
            .replaceFirst("is not an? (?:int|long)$", "is not a whole number")
            .replaceFirst("is not an? (?:double|float)$", "is not a number");
    return plain.isEmpty() ? plain : Character.toLowerCase(plain.charAt(0)) + plain.substring(1);
  }
}
