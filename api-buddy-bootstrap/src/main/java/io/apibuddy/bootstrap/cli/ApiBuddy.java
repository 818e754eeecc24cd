package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.NearestName;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.bootstrap.error.ProxyException;
import io.apibuddy.bootstrap.log.PrintableText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code api-buddy}. Without a subcommand it runs {@code serve}. */
@Command(name = "api-buddy", description = "A caching proxy in front of the APIs you build on.")
final class ApiBuddy implements Callable<Integer> {
  /** The exit code that a JVM with {@code -XX:+ExitOnOutOfMemoryError} has, too. */
  private static final int OUT_OF_MEMORY = 3;

  /** The commands that go on even if nobody reads their output. */
  private static final Set<String> LONG_RUNNING = Set.of("serve", "demo");

  /** What comparable programs call a command, and how it is done here. */
  private static final Map<String, String> NAMES_ELSEWHERE =
      Map.ofEntries(
          Map.entry("start", "serve"),
          Map.entry("run", "serve"),
          Map.entry("server", "serve"),
          Map.entry("proxy", "serve"),
          Map.entry("up", "serve"),
          Map.entry("record", "serve --mode record"),
          Map.entry("replay", "serve --mode replay"),
          Map.entry("validate", "check"),
          Map.entry("purge", "clear"),
          Map.entry("version", "--version"),
          Map.entry("help", "--help"));

  /** Matches what picocli says of an argument that is neither a command nor expected. */
  private static final Pattern UNMATCHED =
      Pattern.compile("^Unmatched (arguments?) (at|from) index \\d+");

  /** Matches the names of the JDK's classes, of which a runtime image may lack some. */
  private static final Pattern JDK_CLASS = Pattern.compile("(javax?|com/sun)/\\S+");

  private final Terminal terminal;
  private final Shutdown shutdown;
  private final ClassLoader providers;
  private final ServeCommand serve;

  @Mixin private final ServeOptions options = new ServeOptions();

  ApiBuddy(Terminal terminal, Shutdown shutdown, ClassLoader providers) {
    this.terminal = terminal;
    this.shutdown = shutdown;
    this.providers = providers;
    this.serve = new ServeCommand(terminal, shutdown, providers);
  }

  /** Runs the command that the arguments name and returns the exit code. */
  int run(String... arguments) {
    try {
      return execute(arguments);
    } catch (OutOfMemoryError e) {
      return outOfMemory(String.valueOf(e.getMessage()));
    } catch (NoClassDefFoundError missing) {
      String name = String.valueOf(missing.getMessage());
      if (!JDK_CLASS.matcher(name).matches()) {
        throw missing;
      }
      terminal.printMessage(
          "this Java has no "
              + name.replace('/', '.')
              + "; docs/distribution.md names the modules that are needed");
      return ExitCode.SOFTWARE;
    } catch (
        InvalidPathException place) { // of a user's directory, which commands look up at creation
      return failed(place);
    }
  }

  private int outOfMemory(String reason) {
    terminal.printMessage("out of memory (" + reason + ")" + remedy(reason));
    return OUT_OF_MEMORY;
  }

  /** Returns the half sentence that says how to allow more, empty for what no option allows. */
  private static String remedy(String reason) {
    if (reason.contains("thread")) {
      return "; allow more processes (ulimit -u)";
    }
    boolean direct = reason.contains("irect");
    if (!direct && !reason.contains("heap") && !reason.startsWith("GC ")) {
      return "";
    }
    long moreGibibytes = 1 + (Runtime.getRuntime().maxMemory() >> 29); // twice as much at least
    return "; allow more with JAVA_OPTS="
        + (direct ? "-XX:MaxDirectMemorySize=" : "-Xmx")
        + moreGibibytes
        + "g, or as an option of java ahead of -jar";
  }

  private int execute(String... arguments) {
    CommandLine line = new CommandLine(this);
    Predicate<String> needed = neededSubcommands(List.of(arguments));
    subcommands()
        .forEach(
            (name, maker) -> {
              if (needed.test(name)) {
                line.addSubcommand(name, maker.get());
              }
            });
    setUpHelp(line);
    line.setOut(terminal.out())
        .setErr(terminal.err())
        .registerConverter(Path.class, new PathConverter())
        .setExpandAtFiles(false) // explain -d @FILE is a body
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF))
        .setExecutionStrategy(ApiBuddy::refuseMisplacedOptionsAndRun)
        .setParameterExceptionHandler((problem, ignored) -> usage(problem))
        .setExecutionExceptionHandler((failure, ignored, result) -> failed(failure));
    int status = line.execute(arguments);
    return status == ExitCode.OK && isOutputLost(line.getParseResult()) ? outputLost() : status;
  }

  /** Returns whether a command that prints a result could not write it. */
  private boolean isOutputLost(ParseResult parsed) {
    boolean prints =
        parsed.hasSubcommand() && !LONG_RUNNING.contains(parsed.subcommand().commandSpec().name());
    return prints && terminal.out().checkError();
  }

  private int outputLost() {
    terminal.printMessage("the output could not be written");
    return ExitCode.SOFTWARE;
  }

  /**
   * Gives every command the version and the options for help. The help shows options in the order
   * of declaration, and those for help last.
   */
  private static void setUpHelp(CommandLine line) {
    line.getCommandSpec()
        .versionProvider(new Version())
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build())
        .usageMessage()
        .sortOptions(false)
        .abbreviateSynopsis(true);
    line.getSubcommands().values().forEach(ApiBuddy::setUpHelp);
  }

  /** Refuses options before a subcommand, which belong to its parent and would be ignored. */
  private static int refuseMisplacedOptionsAndRun(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    for (ParseResult at = parsed; at.hasSubcommand(); at = at.subcommand()) {
      ParseResult below = at.subcommand();
      if (!at.matchedOptions().isEmpty()) {
        String option = at.matchedOptions().get(0).longestName();
        CommandSpec meant = below.commandSpec();
        throw new ParameterException(
            meant.commandLine(),
            option
                + " comes before "
                + meant.name()
                + ", which would not see it; use: "
                + meant.qualifiedName()
                + " "
                + option
                + " ...");
      }
    }
    return new RunLast().execute(parsed);
  }

  /**
   * Returns which subcommands the arguments may mean. Only those are added, because picocli
   * examines each added command by reflection, and for all of them that takes longer than
   * everything else before the proxy is created.
   */
  private static Predicate<String> neededSubcommands(List<String> arguments) {
    boolean any = arguments.stream().anyMatch(ApiBuddy::needsEverySubcommand);
    return name -> any || arguments.contains(name);
  }

  /** Returns whether an argument may mean any subcommand: help and completion list all of them. */
  private static boolean needsEverySubcommand(String argument) {
    return argument.equals("--help") || argument.startsWith("-h") || argument.equals("completion");
  }

  /** Returns a factory for each subcommand, in the order of the help. */
  private Map<String, Supplier<Callable<Integer>>> subcommands() {
    Map<String, Supplier<Callable<Integer>>> all = new LinkedHashMap<>();
    all.put("serve", () -> serve);
    all.put("demo", () -> new DemoCommand(terminal, shutdown, providers));
    all.put("check", () -> new CheckCommand(terminal, providers));
    all.put("schema", () -> new SchemaCommand(terminal, providers));
    all.put("init", () -> new InitCommand(terminal));
    all.put("doctor", () -> new DoctorCommand(terminal, providers));
    all.put("health", () -> new HealthCommand(terminal));
    all.put("stats", () -> new StatsCommand(terminal, providers));
    all.put("explain", () -> new ExplainCommand(terminal));
    all.put("clear", () -> new ClearCommand(terminal, providers));
    all.put("config", () -> new ConfigCommand(terminal));
    all.put("reload", () -> new ReloadCommand(terminal));
    all.put("export", () -> new ExportCommand(terminal, providers));
    all.put("import", () -> new ImportCommand(terminal, providers));
    all.put("verify", () -> new VerifyCommand(terminal, providers));
    all.put("completion", () -> new CompletionCommand(terminal));
    all.put("rehearse", () -> new RehearsalCommand(providers));
    return all;
  }

  @Override
  public Integer call() throws InterruptedException {
    return serve.run(options);
  }

  private int usage(ParameterException problem) {
    String hint = "";
    if (problem instanceof UnmatchedArgumentException unmatched) {
      hint = hint(unmatched);
    } else if (problem instanceof MissingParameterException missing
        && missing.getMissing().stream().anyMatch(ArgSpec::isPositional)) {
      hint = synopsis(problem.getCommandLine());
    }
    terminal.printMessage(
        UNMATCHED.matcher(String.valueOf(problem.getMessage())).replaceFirst("Unknown $1") + hint);
    String command = problem.getCommandLine().getCommandSpec().qualifiedName();
    terminal.printMessage("see " + command + " --help");
    return ExitCode.USAGE;
  }

  private static String synopsis(CommandLine command) {
    return "; use: " + command.getHelp().synopsis(0).strip();
  }

  /**
   * Returns half a sentence with what an unknown argument may mean. If nothing is near, it is empty
   * or says how to use a command that takes more than options.
   */
  private String hint(UnmatchedArgumentException problem) {
    String argument = problem.getUnmatched().get(0);
    CommandSpec command = problem.getCommandLine().getCommandSpec();
    if (argument.startsWith("--")) {
      String near = NearestName.hint(argument.split("=", 2)[0], command.optionsMap().keySet());
      return near.isEmpty() && !command.positionalParameters().isEmpty()
          ? synopsis(command.commandLine())
          : near;
    }
    if (argument.startsWith("-")) {
      return ""; // every option of one letter would be near
    }
    String meant = meantOption(argument);
    if (command.optionsMap().containsKey(meant.split(" ", 2)[0])) {
      return NearestName.suggestion(meant);
    }
    if (command.parent() != null) {
      return NearestName.hint(argument, command.subcommands().keySet());
    }
    String known = NAMES_ELSEWHERE.get(argument);
    return known != null
        ? NearestName.suggestion(known)
        : NearestName.hint(argument, subcommands().keySet());
  }

  /** Returns the option that an argument may be the value of, with that value; empty if none. */
  private static String meantOption(String argument) {
    if (argument.matches(".+\\.(ya?ml|json)")) {
      return "--config " + argument;
    }
    if (argument.matches("https?://.+")) {
      return "--map ALIAS=" + argument;
    }
    return argument.matches(".+=https?://.+") ? "--map " + argument : "";
  }

  private int failed(Exception failure) {
    if (failure instanceof ConfigurationException configuration) {
      for (Problem problem : configuration.problems()) {
        terminal.printMessage(PrintableText.line(problem.toString()));
      }
      return ExitCode.USAGE;
    }
    if (failure instanceof CommandFailure known) {
      terminal.printMessage(String.valueOf(known.getMessage()));
      return known.exitCode();
    }
    if (failure instanceof InvalidPathException place) {
      terminal.printMessage(place.getInput() + ": " + PathConverter.message(place));
      return ExitCode.USAGE;
    }
    terminal.printMessage(
        String.valueOf(failure instanceof ProxyException ? failure.getMessage() : failure));
    return ExitCode.SOFTWARE;
  }
}
