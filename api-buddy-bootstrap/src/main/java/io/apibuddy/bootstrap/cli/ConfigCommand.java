package io.apibuddy.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.apibuddy.bootstrap.admin.Json;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code config}: shows and changes the configuration of a running proxy. */
@Command(
    name = "config",
    description = {
      "Show the configuration of a running proxy.",
      "Subcommands change it or list its history."
    })
final class ConfigCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final InstanceOptions instance = new InstanceOptions();

  ConfigCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return show(instance);
  }

  @Command(
      name = "show",
      description = "Show the configuration in force, without secrets (the default subcommand).")
  int show(@Mixin InstanceOptions asked) throws InterruptedException {
    JsonNode configuration = asked.connect(terminal).get("/admin/config", "domain_mappings");
    terminal.printJson(asked.json() ? configuration.toString() : configuration.toPrettyString());
    return ExitCode.OK;
  }

  @Command(
      name = "set",
      description = "Change one key until the next reload, or until the proxy stops.")
  int set(
      @Mixin InstanceOptions asked,
      @Parameters(
              paramLabel = "KEY",
              description = "Configuration key, for example cache.default_ttl.")
          String key,
      @Parameters(paramLabel = "VALUE", description = "New value, plain text or JSON.")
          String value)
      throws InterruptedException {
    Map<String, Object> change = new LinkedHashMap<>();
    change.put("key_path", key);
    change.put("value", plain(value));
    JsonNode answer =
        asked.connect(terminal).call("PATCH", "/admin/config", Json.text(change), "value");
    asked.output.print(terminal, answer, key + " is " + shown(answer.path("value")) + "\n");
    return ExitCode.OK;
  }

  @Command(
      name = "history",
      description = "List the configurations that have been in force, latest first.")
  int history(
      @Mixin InstanceOptions asked,
      @Option(
              names = "--limit",
              paramLabel = "COUNT",
              defaultValue = "20",
              description = "Maximum number to list (default: 20).")
          int limit)
      throws InterruptedException {
    JsonNode answer =
        asked.connect(terminal).get("/admin/config/history?limit=" + limit, "revisions");
    TextTable table = new TextTable("number", "at", "author");
    for (JsonNode revision : answer.path("revisions")) {
      table.row(
          revision.path("number").asText(),
          revision.path("at").asText(),
          revision.path("author").asText());
    }
    asked.output.print(terminal, answer, table);
    return ExitCode.OK;
  }

  /** Returns the value of a JSON text; any other text, such as a duration, is returned as it is. */
  private static Object plain(String value) {
    try {
      JsonNode json = Json.parsed(value);
      return json.isMissingNode() ? value : json;
    } catch (UncheckedIOException e) {
      return value;
    }
  }

  private static String shown(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
