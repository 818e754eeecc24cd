package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.wiring.RunningProxy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code serve}. Those that stand for a configuration key win over the file. */
final class ServeOptions {
  private static final String REPLAY = "replay";

  @Mixin final StoreOptions stored = new StoreOptions();

  @Option(names = "--watch", description = "Reload the configuration file whenever it changes.")
  boolean watched;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on (default: 127.0.0.1).")
  @Nullable String host;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "Port to listen on, 0 for any free port (default: 8080).")
  @Nullable String port;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      description = "How long responses stay fresh: 30s, 5m, 12h, 7d (default: 7d).")
  @Nullable String ttl;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "Mode of all APIs: cache, record, replay, passthrough or refresh (default: cache).")
  @Nullable String mode;

  @Option(names = "--offline", description = "Send nothing to any API; same as --mode replay.")
  boolean offline;

  @Option(
      names = "--require-key",
      description = "Answer only requests with the access key, which is shown at startup.")
  boolean requireKey;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "TRACE, DEBUG, INFO, WARN, ERROR or OFF (default: INFO).")
  @Nullable String logLevel;

  @Option(
      names = "--no-status",
      description = "Show no status line in a terminal; so does the variable NO_COLOR.")
  boolean noStatus;

  /** Starts to watch the configuration file if {@code --watch} is given. */
  FileWatch watch(RunningProxy proxy, FileWatch.@Nullable FileState known, PrintWriter err) {
    Path config = stored.config;
    return watched && config != null
        ? FileWatch.begin(
            config,
            known,
            new Reloading(proxy.configuration(), config, () -> Banner.key(proxy), err))
        : FileWatch.NONE;
  }

  /** Starts to show the status line if the terminal can and {@code --no-status} is not given. */
  StatusLineUpdater status(RunningProxy proxy, Terminal terminal) {
    StatusLine line = terminal.statusLine();
    return line == null || noStatus
        ? StatusLineUpdater.NONE
        : StatusLineUpdater.begin(
            line,
            () ->
                new StatusText(proxy.metrics().metrics(), proxy.metrics().upstreamCallsInFlight())
                    .toString());
  }

  /** Returns the given options as configuration values. */
  List<Assignment> assignments() {
    List<Assignment> given = new ArrayList<>(stored.assignments());
    Assignment.ifGiven(given, "--host", "server.host", host);
    Assignment.ifGiven(given, "--port", "server.port", port);
    Assignment.ifGiven(given, "--ttl", "cache.default_ttl", ttl);
    if (offline && mode != null && !REPLAY.equalsIgnoreCase(mode)) {
      given.add(Assignment.refused("--offline", "means --mode replay, found --mode " + mode));
    }
    Assignment.ifGiven(
        given, offline ? "--offline" : "--mode", "cache.mode", offline ? REPLAY : mode);
    if (watched && stored.config == null) {
      given.add(Assignment.refused("--watch", "needs a file to watch: name it with --config FILE"));
    }
    if (requireKey) {
      given.add(Assignment.of("--require-key", "security.require_secure_key", true));
    }
    Assignment.ifGiven(given, "--log-level", "logging.level", logLevel);
    return given;
  }
}
