package org.waymark.cli;

import java.util.Locale;
import org.waymark.core.Ending;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

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
      ModelCommand.class,
      ExtractCommand.class,
      IndexCommand.class,
      EvalCommand.class,
      TrainCommand.class,
      ReplayCommand.class,
      BridgeCommand.class,
      RecordCommand.class,
      LocalizeCommand.class,
      CalibrateCommand.class,
      CompareCommand.class,
      AuditCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "A data set is named kind:path[?key=value&...], e.g. 7scenes:/data/heads?split=test.",
      "Start with: waymark demo"
    })
public final class Main extends WaymarkCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  Main() {}

  public static void main(String[] args) {
    Ending.atOnceOnTheSecondSignal();
    Logging.prepare();
    // Numbers are written with a point everywhere, also by libraries that ask for no locale.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    System.exit(runOrExplain(args));
  }

  /** What no command can catch, such as a heap that is too small, ends in one line too. */
  private static int runOrExplain(String... args) {
    try {
      return run(args);
    } catch (OutOfMemoryError e) {
      System.err.println(
          "waymark: not enough memory (%s); give more with WAYMARK_JAVA_OPTS=-Xmx2g"
              .formatted(e.getMessage()));
    } catch (Error e) {
      System.err.println("waymark: unexpected failure: " + e);
    }
    return 1;
  }

  /** Runs a command line; returns its exit code: 0 ok, 1 failed, 2 wrong usage. */
  static int run(String... args) {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.colours()))
        .setParameterExceptionHandler(new UsageHandler())
        .setExecutionExceptionHandler(new FailureHandler())
        .setExecutionStrategy(Main::execute)
        .execute(args);
  }

  private static int execute(CommandLine.ParseResult parsed) {
    CommandLine.ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    Logging.verbose(
        last.commandSpec().userObject() instanceof WaymarkCommand command && command.verbose());
    return new CommandLine.RunLast().execute(parsed);
  }

  @Override
  public void run() {
    throw wrongUsage("which command?");
  }
}
