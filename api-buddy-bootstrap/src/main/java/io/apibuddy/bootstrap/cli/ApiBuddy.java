package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.bootstrap.error.ProxyException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** The command; without a subcommand it serves. */
@Command(
    name = "api-buddy",
    description = "A caching proxy in front of the APIs you build on.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class ApiBuddy implements Callable<Integer> {
  private final Terminal terminal;
  private final ServeCommand serve;
  private final DemoCommand demo;
  private final CheckCommand check;
  private final SchemaCommand schema;
  private final StatsCommand stats;
  private final ClearCommand clear;
  private final ExplainCommand explain;
  private final ExportCommand export;
  private final ImportCommand importing;
  private final VerifyCommand verify;
  private final InitCommand init;
  private final DoctorCommand doctor;
  private final HealthCommand health;
  private final CompletionCommand completion;
  private final ConfigCommand config;
  private final ReloadCommand reload;

  @Mixin private final ServeOptions options = new ServeOptions();

  ApiBuddy(Terminal terminal, Shutdown shutdown, ClassLoader providers) {
    this.terminal = terminal;
    this.serve = new ServeCommand(terminal, shutdown, providers);
    this.demo = new DemoCommand(terminal, shutdown, providers);
    this.check = new CheckCommand(terminal, providers);
    this.schema = new SchemaCommand(terminal, providers);
    this.stats = new StatsCommand(terminal, providers);
    this.clear = new ClearCommand(terminal, providers);
    this.explain = new ExplainCommand(terminal);
    this.export = new ExportCommand(terminal, providers);
    this.importing = new ImportCommand(terminal, providers);
    this.verify = new VerifyCommand(terminal, providers);
    this.init = new InitCommand(terminal);
    this.doctor = new DoctorCommand(terminal, providers);
    this.health = new HealthCommand(terminal);
    this.completion = new CompletionCommand(terminal);
    this.config = new ConfigCommand(terminal);
    this.reload = new ReloadCommand(terminal);
  }

  /** Runs what the arguments say and returns the exit status. */
  int run(String... arguments) {
    return new CommandLine(this)
        .addSubcommand("serve", serve)
        .addSubcommand("demo", demo)
        .addSubcommand("check", check)
        .addSubcommand("schema", schema)
        .addSubcommand("init", init)
        .addSubcommand("doctor", doctor)
        .addSubcommand("health", health)
        .addSubcommand("stats", stats)
        .addSubcommand("explain", explain)
        .addSubcommand("clear", clear)
        .addSubcommand("config", config)
        .addSubcommand("reload", reload)
        .addSubcommand("export", export)
        .addSubcommand("import", importing)
        .addSubcommand("verify", verify)
        .addSubcommand("completion", completion)
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler((problem, ignored) -> usage(problem))
        .setExecutionExceptionHandler((failure, ignored, result) -> failed(failure))
        .execute(arguments);
  }

  @Override
  public Integer call() throws InterruptedException {
    return serve.run(options);
  }

  private int usage(ParameterException problem) {
    terminal.err().println("api-buddy: " + problem.getMessage());
    terminal.err().println("api-buddy: see api-buddy --help");
    return ExitCode.USAGE;
  }

  private int failed(Exception failure) {
    if (failure instanceof ConfigurationException configuration) {
      for (Problem problem : configuration.problems()) {
        terminal.err().println("api-buddy: " + problem);
      }
      return ExitCode.USAGE;
    }
    if (failure instanceof CommandFailure known) {
      terminal.err().println("api-buddy: " + known.getMessage());
      return known.exitCode();
    }
    terminal
        .err()
        .println(
            "api-buddy: " + (failure instanceof ProxyException ? failure.getMessage() : failure));
    return ExitCode.SOFTWARE;
  }
}
