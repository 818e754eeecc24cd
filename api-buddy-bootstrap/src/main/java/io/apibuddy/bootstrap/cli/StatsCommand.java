package io.apibuddy.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.apibuddy.bootstrap.admin.Json;
import io.apibuddy.bootstrap.config.DurationText;
import io.apibuddy.bootstrap.log.PrintableText;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code stats}: shows what a proxy has done, or what a store at rest holds. */
@Command(
    name = "stats",
    description = {
      "Show what a running proxy has done and saved since its start, and the state of its limits.",
      "With --store, --backend or --config: the contents and history of a store at rest."
    })
final class StatsCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final ClassLoader providers;

  @Mixin private final StoreOptions stored = new StoreOptions();

  @Mixin private final InstanceOptions instance = new InstanceOptions();

  @Option(names = "--follow", description = "Keep printing each exchange as it ends, until Ctrl-C.")
  private boolean follow;

  StatsCommand(Terminal terminal, ClassLoader providers) {
    this.terminal = terminal;
    this.providers = providers;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (stored.givenInPlaceOf(instance)) {
      if (follow) {
        throw new CommandFailure("--follow: nothing happens in a store at rest", ExitCode.USAGE);
      }
      StoreSummary summary =
          new StoreAccess(terminal, providers)
              .onStore(stored, null, storage -> StoreSummary.of(storage, Instant.now()));
      instance.output.print(terminal, summary, summary);
      return ExitCode.OK;
    }
    AdminClient client = instance.connect(terminal);
    JsonNode metrics = client.get("/admin/metrics", "total_requests");
    JsonNode throttle = client.get("/admin/throttle", "aliases");
    if (instance.json()) {
      Map<String, JsonNode> both = new LinkedHashMap<>();
      both.put("metrics", metrics);
      both.put("throttle", throttle);
      terminal.printJson(Json.text(both));
    } else {
      print(metrics, throttle.path("aliases"));
    }
    if (follow) {
      follow(client);
    }
    return ExitCode.OK;
  }

  private void print(JsonNode metrics, JsonNode throttle) {
    TextTable table =
        new TextTable(
            "alias",
            "requests",
            "hits",
            "misses",
            "hit rate",
            "throttled",
            "average",
            "saved",
            "limits");
    for (Map.Entry<String, JsonNode> domain : metrics.path("domains").properties()) {
      row(table, domain.getKey(), domain.getValue(), limits(throttle.path(domain.getKey())));
    }
    row(table, "all", metrics, "");
    terminal.print(table.toString());
    metrics.path("saved_tokens").forEach(tokens -> terminal.print(saved(tokens) + "\n"));
  }

  private static void row(TextTable table, String alias, JsonNode traffic, String limits) {
    table.row(
        alias,
        traffic.path("total_requests").asText(),
        traffic.path("cache_hits").asText(),
        traffic.path("cache_misses").asText(),
        String.format(Locale.ROOT, "%.1f %%", 100 * traffic.path("hit_rate").asDouble()),
        traffic.path("throttled").asText(),
        String.format(Locale.ROOT, "%.1f ms", traffic.path("average_response_time").asDouble()),
        String.format(
            Locale.ROOT,
            "%s, %s, %.1f s",
            Quantity.of(traffic.path("saved_requests").asLong(), "call"),
            Quantity.of(traffic.path("saved_bytes").asLong(), "byte"),
            traffic.path("saved_seconds").asDouble()),
        limits);
  }

  private static String saved(JsonNode tokens) {
    return SavingsReport.line(
        tokens.path("model").asText(),
        tokens.path("input").asLong() + tokens.path("cached_input").asLong(),
        tokens.path("output").asLong(),
        tokens.has("money") ? tokens.path("money").decimalValue() : null,
        tokens.path("currency").asText());
  }

  private static String limits(JsonNode status) {
    StringBuilder text = new StringBuilder();
    for (JsonNode limit : status.path("limits")) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(limit.path("used").asLong())
          .append(" of ")
          .append(limit.path("requests").asLong())
          .append(" in ")
          .append(DurationText.of(Duration.ofSeconds(limit.path("per_seconds").asLong())));
    }
    JsonNode paused = status.get("paused_until");
    if (paused != null) {
      text.append(text.isEmpty() ? "" : ", ").append("paused until ").append(paused.asText());
    }
    return text.toString();
  }

  private void follow(AdminClient client) throws InterruptedException {
    boolean exchange = false;
    try (Stream<String> lines = client.lines("/admin/events")) {
      for (String line : (Iterable<String>) lines::iterator) {
        if (line.startsWith("event: ")) {
          exchange = line.equals("event: exchange");
        } else if (exchange && line.startsWith("data: ")) {
          String json = line.substring("data: ".length());
          JsonNode ended = Json.parsed(json);
          if (!isForAdmin(ended) && !isPrinted(json, ended)) {
            return;
          }
        }
      }
    } catch (UncheckedIOException e) {
      throw new CommandFailure("the connection to the proxy was lost: " + e.getMessage());
    }
  }

  /** Prints an exchange; returns whether the output could be written. */
  private boolean isPrinted(String json, JsonNode ended) {
    if (instance.json()) {
      terminal.printJson(json);
    } else {
      terminal.print(PrintableText.line(line(ended)) + "\n");
    }
    return !terminal.out().checkError();
  }

  /** Returns whether an exchange was with admin resources, as this command's own are. */
  private static boolean isForAdmin(JsonNode exchange) {
    return exchange.path("alias").isNull() && exchange.path("path").asText().startsWith("/admin");
  }

  private static String line(JsonNode exchange) {
    JsonNode alias = exchange.path("alias");
    return String.format(
        Locale.ROOT,
        "%s  %-11s  %s  %s %s%s  %d ms  %d bytes",
        exchange.path("started_at").asText(),
        exchange.path("cache").asText(),
        exchange.path("status").asText(),
        exchange.path("method").asText(),
        alias.isTextual() ? "/" + alias.textValue() : "",
        exchange.path("path").asText(),
        exchange.path("milliseconds").asLong(),
        exchange.path("bytes").asLong());
  }
}
