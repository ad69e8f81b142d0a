package org.waymark.cli;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code waymark}: tells a robot where it is from its camera. */
@Command(
    name = "waymark",
    description = "Tells a robot where it is from its camera.",
    subcommands = {
      DemoCommand.class,
      DoctorCommand.class,
      BrokerCommand.class,
      TopicsCommand.class,
      DatasetCommand.class,
      ExtractCommand.class,
      IndexCommand.class,
      EvalCommand.class,
      ReplayCommand.class,
      LocalizeCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "A data set is named kind:path[?key=value&...], e.g. 7scenes:/data/heads?split=test.",
      "Start with: waymark demo"
    })
public final class Main extends WaymarkCommand implements Runnable {

  /** Lucene speaks through the JDK's logging; held here, or its level would be forgotten. */
  private static final Logger LOGS_OF_LUCENE = Logger.getLogger("org.apache.lucene");

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  Main() {}

  public static void main(String[] args) {
    LOGS_OF_LUCENE.setLevel(Level.WARNING);
    System.exit(run(args));
  }

  /** Runs a command line; returns its exit code: 0 ok, 1 failed, 2 wrong usage. */
  static int run(String... args) {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(new FailureHandler())
        .execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? See the list above.");
  }
}
