package io.apibuddy.bootstrap.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that select a running proxy and the output format. */
final class InstanceOptions {
  static final String KEY_VARIABLE = "API_BUDDY_KEY";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "URL of the proxy (default: the only one running).")
  private @Nullable String url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Admin key; other users may see it in the list of processes.")
  private @Nullable String key;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "File with the admin key (default: the variable " + KEY_VARIABLE + ").")
  private @Nullable Path keyFile;

  @Mixin final OutputOption output = new OutputOption();

  /** Returns whether any option that selects a running proxy is given. */
  boolean given() {
    return url != null || key != null || keyFile != null;
  }

  boolean json() {
    return output.json();
  }

  /**
   * Returns a client of the selected proxy. A token from an instance file is sent only to the proxy
   * that wrote the file.
   */
  AdminClient connect(Terminal terminal) {
    InstanceDirectory directory = new InstanceDirectory(terminal);
    String given = givenKey(terminal);
    if (url == null) {
      Instance only = only(directory.running());
      return new AdminClient(only.url(), given == null ? only.token() : given);
    }
    String base = ProxyUrl.checked(url);
    Instance known =
        directory.find(instance -> isSame(instance.url(), base) && instance.token() != null);
    return known == null
        ? new AdminClient(base, given)
        : new AdminClient(known.url(), given == null ? known.token() : given);
  }

  private static boolean isSame(String url, String other) {
    return url.equals(other)
        || url.equals(other.replaceFirst("^http://localhost:", "http://127.0.0.1:"));
  }

  private static Instance only(List<Instance> running) {
    if (running.isEmpty()) {
      throw new CommandFailure(
          "you have no proxy running; start one (api-buddy --map github=https://api.github.com,"
              + " or api-buddy demo), give its URL with --url, or, for stats and clear, name a"
              + " store at rest with --store");
    }
    if (running.size() > 1) {
      throw new CommandFailure(
          running.stream()
              .map(instance -> "\n  --url " + instance)
              .collect(Collectors.joining("", "several proxies are running; choose one:", "")),
          ExitCode.USAGE);
    }
    return running.get(0);
  }

  private @Nullable String givenKey(Terminal terminal) {
    if (key != null) {
      return key;
    }
    if (keyFile == null) {
      String fromEnvironment = terminal.environment().get(KEY_VARIABLE);
      return fromEnvironment == null || fromEnvironment.isBlank() ? null : fromEnvironment.strip();
    }
    try {
      String read = Files.readString(keyFile).strip();
      if (read.isEmpty()) {
        throw new CommandFailure("--key-file: " + keyFile + " is empty", ExitCode.USAGE);
      }
      return read;
    } catch (IOException e) {
      throw new CommandFailure("--key-file: cannot read " + keyFile + ": " + e, ExitCode.USAGE);
    }
  }
}
